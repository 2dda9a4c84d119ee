package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers come and go with their threads. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReaderLifeTest {
    private final RcuDomain domain = RcuDomain.strict();

    @Test
    void deadThreadsNeverBlock() throws InterruptedException {
        final Reader reader = dieInsideSection(domain);
        final long cookie = domain.startGracePeriod();
        assertTrue(domain.isElapsed(cookie));
        assertEquals(1, domain.stats().readersReclaimed());
        assertEquals(0, domain.stats().readersRegistered());
        assertThrows(IllegalStateException.class, reader::enter);
        reader.close();
    }

    @Test
    void threadThatDiesDuringTheWaitEndsIt() throws InterruptedException {
        final Thread dying = new Thread(() -> {
            domain.register().enter();
            try {
                Thread.sleep(100);
            } catch (final InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        dying.start();
        while (domain.stats().readersInSection() == 0) {
            Thread.yield();
        }
        assertTrue(domain.synchronize(TimeUnit.SECONDS.toNanos(30)));
        assertFalse(dying.isAlive());
        assertEquals(1, domain.stats().readersReclaimed());
    }

    @Test
    void liveHolderBehindADeadOneStillCounts() throws InterruptedException {
        dieInsideSection(domain);
        final Reader alive = domain.register();
        alive.enter();
        final long cookie = domain.startGracePeriod();
        assertFalse(domain.isElapsed(cookie));
        assertEquals(1, domain.stats().readersReclaimed());
        alive.exit();
        assertTrue(domain.isElapsed(cookie));
    }

    @Test
    void readerOfADeadThreadMayBeClosedByAnyone() throws InterruptedException {
        final Reader reader = dieInsideSection(domain);
        reader.close();
        reader.close();
        assertEquals(0, domain.stats().readersRegistered());
        assertEquals(1, domain.stats().readersReclaimed());
    }

    /** The registry must not grow with those that came and went, nor must a scan. */
    @Test
    void registrationAndDeathOfAHundredThousandShortThreadsLeaksNothing() throws InterruptedException {
        final int threads = 100_000;
        final int atATime = 16;
        final Thread[] running = new Thread[atATime];
        int largest = 0;
        for (int i = 0; i < threads; i++) {
            final boolean inside = i % 2 == 0;
            final int place = i % atATime;
            if (running[place] != null) {
                running[place].join();
            }
            running[place] = new Thread(() -> {
                final Reader reader = domain.register();
                reader.enter();
                if (!inside) {
                    reader.exit();
                }
            });
            running[place].start();
            if (i % 100 == 0) {
                largest = Math.max(largest, domain.stats().readersRegistered());
            }
        }
        for (final Thread thread : running) {
            thread.join();
        }
        assertTrue(largest <= 64 + 2 * atATime, "largest=" + largest);
        domain.synchronize();
        assertEquals(threads, domain.stats().readersReclaimed() + domain.stats().readersRegistered());
        assertTrue(domain.stats().readersRegistered() <= 64 + 2 * atATime);
    }

    @Test
    void idleThreadsNeverBlock() throws InterruptedException {
        final CountDownLatch registered = new CountDownLatch(1);
        final CountDownLatch end = new CountDownLatch(1);
        final Thread idle = new Thread(() -> {
            final Reader reader = domain.register();
            reader.enter();
            reader.exit();
            registered.countDown();
            SectionHolder.await(end);
            reader.close();
        });
        idle.start();
        registered.await();
        final long scans = domain.stats().scans();
        domain.synchronize();
        assertEquals(1, domain.stats().scans() - scans, "one look is enough");
        end.countDown();
        idle.join();
    }

    @Test
    void manyReadersAtATimeComeAndGo() {
        final int count = 2_000;
        final List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readers.add(domain.register());
        }
        assertEquals(count, domain.stats().readersRegistered());
        readers.get(count - 1).enter();
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        readers.get(count - 1).exit();
        readers.forEach(Reader::close);
        assertEquals(0, domain.stats().readersRegistered());
        assertEquals(0, domain.stats().readersReclaimed());
    }

    @Test
    void closedReaderKeepsNoThreadAlive() throws InterruptedException {
        final AtomicReference<Reader> reader = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            reader.set(domain.register());
            reader.get().close();
        });
        final WeakReference<Thread> reference = new WeakReference<>(thread);
        thread.start();
        thread.join();
        thread = null;
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(reference.get());
        assertFalse(reader.get().inSection());
    }

    private static Reader dieInsideSection(final RcuDomain domain) throws InterruptedException {
        final AtomicReference<Reader> reader = new AtomicReference<>();
        final Thread thread = new Thread(() -> {
            reader.set(domain.register());
            reader.get().enter();
        });
        thread.start();
        thread.join();
        return reader.get();
    }
}
