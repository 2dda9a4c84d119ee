package org.pagurus.bench.compaction;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * Slices under load: half of a heap was freed, and this thread calls {@code doWork}, allowed a whole core, while another thread
 * replaces random objects of 1 KiB by others of 512 to 1,536 bytes.
 */
final class SliceRun {
    private static final int MIN_BYTES = 512;
    private static final int MAX_BYTES = 1536;

    private final long liveBytes;
    private final long nanos;
    private final long seed;

    SliceRun(long liveBytes, long nanos, long seed) {
        this.liveBytes = liveBytes;
        this.nanos = nanos;
        this.seed = seed;
    }

    static long capacityBytes(long liveBytes) {
        return 2 * liveBytes + liveBytes / 8 + (64L << 20);
    }

    SliceRow run() {
        try (Heap heap = Heap.builder().capacity(capacityBytes(liveBytes)).maxCpu(1).build()) {
            Load load = new Load(heap);
            try {
                load.awaitFilled();
                SliceTimer timer = Compaction.timer(heap);
                long moved = heap.stats().bytesCopied();
                long replaced = load.replaced;
                long start = System.nanoTime();
                do {
                    if (!timer.slice()) {
                        // As an agent's runner does; the other thread may need this core.
                        Thread.yield();
                    }
                } while (System.nanoTime() - start < nanos && load.thread.isAlive());
                double rate = (load.replaced - replaced) * 1e9 / (System.nanoTime() - start);
                return SliceRow.of(liveBytes, timer, heap.stats().bytesCopied() - moved, rate);
            } finally {
                load.stop();
            }
        }
    }

    /** The thread that allocates and frees. */
    private final class Load {
        private final Heap heap;
        private final Thread thread = new Thread(this::run, "load");
        private volatile boolean filled;
        private volatile boolean stopped;
        private volatile long replaced;
        private volatile RuntimeException error;

        Load(Heap heap) {
            this.heap = heap;
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try (Session session = heap.openSession()) {
                long[] pointers = new long[Math.toIntExact(liveBytes / CostRun.OBJECT_BYTES)];
                long[] freed = new long[pointers.length];
                for (int i = 0; i < pointers.length; i++) {
                    pointers[i] = session.allocate(CostRun.OBJECT_BYTES);
                    freed[i] = session.allocate(CostRun.OBJECT_BYTES);
                }
                for (long pointer : freed) {
                    session.free(pointer);
                }
                filled = true;
                RandomGenerator random = new SplittableRandom(seed);
                while (!stopped) {
                    int index = random.nextInt(pointers.length);
                    session.free(pointers[index]);
                    pointers[index] = session.allocate(random.nextInt(MIN_BYTES, MAX_BYTES + 1));
                    replaced++;
                }
            } catch (RuntimeException e) {
                error = e;
            }
        }

        void awaitFilled() {
            while (!filled && thread.isAlive()) {
                Thread.onSpinWait();
            }
        }

        void stop() {
            stopped = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (error != null) {
                throw error;
            }
        }
    }
}
