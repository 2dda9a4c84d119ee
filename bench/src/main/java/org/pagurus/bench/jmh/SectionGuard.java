package org.pagurus.bench.jmh;

import java.util.concurrent.locks.StampedLock;
import org.pagurus.rcu.Reader;

/** One thread's way to guard its sections. */
interface SectionGuard extends AutoCloseable {
    void enter();

    void exit();

    @Override
    void close();

    /** By RCU. */
    static SectionGuard of(Reader reader) {
        return new SectionGuard() {
            @Override
            public void enter() {
                reader.enter();
            }

            @Override
            public void exit() {
                reader.exit();
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    /** By a read lock. */
    static SectionGuard of(StampedLock lock) {
        return new SectionGuard() {
            private long stamp;

            @Override
            public void enter() {
                stamp = lock.readLock();
            }

            @Override
            public void exit() {
                lock.unlockRead(stamp);
            }

            @Override
            public void close() {
                // A lock knows nobody who does not hold it.
            }
        };
    }
}
