package org.pagurus.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.pagurus.bench.demo.Threads;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapProbe;
import org.pagurus.relocation.Session;

/**
 * What so many sessions cost that are open in one heap. Half of them are this thread's, so that it can have them in sections when
 * it looks at them and no scheduler is in the figures; the others are each of a thread that sleeps.
 */
final class SessionsRun {
    private static final long CAPACITY_BYTES = 128L << 20;
    private static final int OBJECT_BYTES = 1024;
    private static final int OBJECTS = 4_096;
    private static final int REPLACED = 50_000;
    private static final int TIMES = 5;
    private static final int SLICES = 2_001;

    private final int sessions;
    private final long seed;

    SessionsRun(int sessions, long seed) {
        this.sessions = sessions;
        this.seed = seed;
    }

    void run(Samples samples) {
        try (Heap heap = Heap.builder().capacity(CAPACITY_BYTES).build()) {
            Sleepers.beside(heap, sessions / 2, () -> graces(heap, samples));
        }
        try (Heap heap = Heap.builder().capacity(CAPACITY_BYTES).build()) {
            Sleepers.beside(heap, sessions - 1, () -> samples.add(Measure.REPLACE_ONE, sessions, replaceNanos(heap)));
            if (sessions > 1 && Runtime.getRuntime().availableProcessors() > 1) {
                Sleepers.beside(heap, sessions - 2, () -> two(heap, samples));
            }
        }
    }

    private void graces(Heap heap, Samples samples) {
        List<Session> own = new ArrayList<>();
        try {
            for (int i = sessions / 2; i < sessions; i++) {
                own.add(heap.openSession());
            }
            samples.add(Measure.IDLE_SLICE, sessions, Stopwatch.clockNanos(SLICES, heap.compactor()::doWork));
            HeapProbe probe = new HeapProbe(heap);
            samples.add(Measure.GRACE_IDLE, sessions, GracePeriods.medianNanos(probe.domain(), List.of()));
            samples.add(Measure.GRACE_OPEN, sessions, GracePeriods.medianNanos(probe.domain(), own));
        } finally {
            own.forEach(Session::close);
        }
    }

    private void two(Heap heap, Samples samples) {
        Other other = new Other(heap, seed + 1);
        try {
            samples.add(Measure.REPLACE_TWO, sessions, replaceNanos(heap));
        } finally {
            other.close();
        }
    }

    private double replaceNanos(Heap heap) {
        try (Session session = heap.openSession()) {
            Replacing replacing = new Replacing(session, seed);
            replacing.some();
            return Stopwatch.processorNanos(TIMES, replacing::some) / REPLACED;
        }
    }

    /** Frees random objects of its own and allocates others. */
    private static final class Replacing {
        private final Session session;
        private final SplittableRandom random;
        private final long[] objects = new long[OBJECTS];

        Replacing(Session session, long seed) {
            this.session = session;
            this.random = new SplittableRandom(seed);
            for (int i = 0; i < OBJECTS; i++) {
                objects[i] = session.allocate(OBJECT_BYTES);
            }
        }

        void some() {
            for (int i = 0; i < REPLACED; i++) {
                int index = random.nextInt(OBJECTS);
                session.free(objects[index]);
                objects[index] = session.allocate(OBJECT_BYTES);
            }
        }
    }

    /** Another thread that does the same until it is closed. */
    private static final class Other {
        private final Heap heap;
        private final long seed;
        private final Thread thread = new Thread(this::run, "other");
        private volatile boolean stopped;
        private volatile boolean replacing;
        private volatile RuntimeException error;

        Other(Heap heap, long seed) {
            this.heap = heap;
            this.seed = seed;
            thread.setDaemon(true);
            thread.start();
            while (!replacing && thread.isAlive()) {
                Thread.onSpinWait();
            }
        }

        private void run() {
            try (Session session = heap.openSession()) {
                Replacing work = new Replacing(session, seed);
                while (!stopped) {
                    work.some();
                    replacing = true;
                }
            } catch (RuntimeException e) {
                error = e;
            }
        }

        void close() {
            stopped = true;
            Threads.join(thread);
            if (error != null) {
                throw error;
            }
        }
    }
}
