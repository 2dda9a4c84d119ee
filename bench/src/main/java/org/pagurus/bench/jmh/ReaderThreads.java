package org.pagurus.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Threads that read in the background while something else is measured: one short section after the other.
 */
final class ReaderThreads {
    /** The length of a section, in JMH's own unit: some tens of nanoseconds. */
    private static final int SECTION_TOKENS = 10;

    private final List<Thread> threads = new ArrayList<>();
    private final List<AtomicLong> sections = new ArrayList<>();
    private final int sectionsToYield;
    private volatile boolean stopped;

    /**
     * Starts the threads, and returns when each has read once.
     *
     * @param count           how many
     * @param sectionsToYield after how many sections a thread yields its processor; 0 for never
     * @param guards          makes each thread's way to guard its sections, on the thread itself
     */
    ReaderThreads(int count, int sectionsToYield, Supplier<SectionGuard> guards) throws InterruptedException {
        this.sectionsToYield = sectionsToYield;
        CountDownLatch started = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            AtomicLong done = new AtomicLong();
            sections.add(done);
            Thread thread = new Thread(() -> read(guards, done, started), "reader-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        started.await();
    }

    private void read(Supplier<SectionGuard> guards, AtomicLong done, CountDownLatch started) {
        try (SectionGuard guard = guards.get()) {
            for (long count = 1; !stopped; count++) {
                guard.enter();
                Blackhole.consumeCPU(SECTION_TOKENS);
                guard.exit();
                done.lazySet(count);
                if (count == 1) {
                    started.countDown();
                }
                if (sectionsToYield > 0 && count % sectionsToYield == 0) {
                    Thread.yield();
                }
            }
        }
    }

    /** Stops the threads, and makes sure that all of them have read meanwhile: without them the result would mean nothing. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        for (AtomicLong done : sections) {
            if (done.get() < 2) {
                throw new IllegalStateException("a reader did not read: sections=" + done);
            }
        }
    }
}
