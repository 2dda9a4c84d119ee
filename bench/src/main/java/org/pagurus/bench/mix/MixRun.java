package org.pagurus.bench.mix;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.pagurus.bench.latency.Arrivals;
import org.pagurus.bench.latency.ClosedLoop;
import org.pagurus.bench.latency.Sum;
import org.pagurus.bench.latency.Team;
import org.pagurus.bench.peers.Extent;

/** Fills a store, uses it with a mix, and looks at all values at the end. One thread. */
final class MixRun {
    private static final long SECOND = 1_000_000_000;
    private static final double MIB = 1 << 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final MixCell cell;
    private final Keys keys;
    private final Turns[] turns;
    private final KeyLocks locks = new KeyLocks();
    private final LongAdder modified = new LongAdder();
    private final boolean inPlace;

    /** Prepares the choices. */
    MixRun(MixCell cell) {
        this.cell = cell;
        this.keys = Keys.of(cell.liveBytes());
        this.inPlace = Contender.of(cell.allocator()).updatesInPlace();
        turns = new Turns[cell.threads()];
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new Turns(cell.seed() + i, cell.mix(), keys.records());
        }
    }

    /** An empty store for the values of a cell. */
    static Store open(MixCell cell) {
        Keys keys = Keys.of(cell.liveBytes());
        Contender contender = Contender.of(cell.allocator());
        if (contender.isPagurus()) {
            return new HeapStore(keys, cell.state(), contender.updatesInPlace());
        }
        // The background's values may all be large at the same time, and the accessors' hot ones as well.
        return new LibraryStore(contender.library().open(new Extent(keys.count(), (long) keys.count() * Values.MAX_BYTES,
            Values.USUAL_BYTES, Values.MAX_BYTES)));
    }

    /**
     * Measures.
     *
     * @param store  is empty, and not closed
     * @param pauses of this JVM
     * @param empty  resident bytes before the store was opened
     * @throws IllegalStateException if a read was wrong, or a value is not as it should be at the end
     */
    MixRow run(Store store, PauseLog pauses, long empty) {
        fill(store);
        store.startMoving();
        try (Background background = new Background(store, keys, ~cell.seed())) {
            // Both ways to run operations are compiled before anything counts, and sizes have wandered once.
            new Team(cell.threads(), index -> new Closed(accessor(store, index), new DoubleAdder())).run();
            new Team(cell.threads(), index -> new Scheduled(accessor(store, index), index, new Sum(), new LongAdder())).run();
            return measure(store, background, pauses, empty);
        } finally {
            store.stopMoving();
        }
    }

    private MixRow measure(Store store, Background background, PauseLog pauses, long empty) {
        Store.Moved before = store.moved();
        long replaced = background.replaced();
        long start = System.nanoTime();
        DoubleAdder speed = new DoubleAdder();
        new Team(cell.threads(), index -> new Closed(accessor(store, index), speed)).run();
        Sum sum = new Sum();
        LongAdder met = new LongAdder();
        Team scheduled = new Team(cell.threads(), index -> new Scheduled(accessor(store, index), index, sum, met));
        long mark = pauses.mark();
        scheduled.run();
        MixRow.Pauses paused = pauses.since(mark);
        long resident = Resident.bytes();
        double seconds = (double) (System.nanoTime() - start) / SECOND;
        Store.Moved moved = store.moved().minus(before);
        return new MixRow(cell.allocator(), cell.mix(), cell.state().id(), Contender.of(cell.allocator()).updates(),
            cell.threads(), cell.round(), cell.rate(), jvm(), speed.sum(), sum.due(), paused,
            new MixRow.Footprint((long) keys.records() * Values.USUAL_BYTES, (long) keys.others() * Values.USUAL_BYTES, empty,
                resident),
            new MixRow.Moves((background.replaced() - replaced) / seconds, moved.bytes() / MIB / seconds, moved.pages(),
                moved.folded(), moved.cancels(), met.sum()));
    }

    /** Values in the order of their keys, from a thread whose session ends, so that its pages are nobody's. */
    private void fill(Store store) {
        new Team(1, index -> new Team.Member() {
            private final Store.Access access = store.access();

            @Override
            public void run(long startNanos) {
                byte[] value = new byte[Values.MAX_BYTES];
                for (int key = 0; key < keys.count(); key++) {
                    access.replace(key, value, Values.write(value, key, Values.USUAL_FIELD_BYTES));
                }
            }

            @Override
            public void close() {
                access.close();
            }
        }).run();
    }

    private Accessor accessor(Store store, int index) {
        return new Accessor(store.access(), inPlace, turns[index], locks);
    }

    private static String jvm() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        return System.getProperty("java.runtime.version") + ", "
            + collectors.stream().map(MemoryManagerMXBean::getName).collect(Collectors.joining(" + "));
    }

    /**
     * Looks at all values, when nothing runs any more.
     *
     * @throws IllegalStateException if one is not what it was, if a read-modify-write was lost, or the store finds something
     */
    void requireIntact(Store store) {
        byte[] value = new byte[Values.MAX_BYTES];
        long counted = 0;
        try (Store.Access access = store.access()) {
            for (int key = 0; key < keys.count(); key++) {
                int bytes = access.read(key, value);
                for (int field = 0; field < Values.FIELDS; field++) {
                    if (!Values.isOf(value, bytes, key, field)) {
                        throw new IllegalStateException("the value of key " + key + " is wrong: bytes=" + bytes + " field="
                            + field);
                    }
                    counted += Values.count(value, field);
                }
            }
        }
        if (counted != modified.sum()) {
            throw new IllegalStateException("read-modify-writes were lost: done=" + modified.sum() + " counted=" + counted);
        }
        List<String> problems = store.problems();
        if (!problems.isEmpty()) {
            throw new IllegalStateException("the heap's verifier found " + problems);
        }
    }

    private void closed(Accessor accessor) {
        accessor.close();
        modified.add(accessor.modified());
        if (accessor.wrong() > 0) {
            throw new IllegalStateException(accessor.wrong() + " reads found another key's value");
        }
    }

    /** A thread's part of the closed loop. */
    private final class Closed implements Team.Member {
        private final Accessor accessor;
        private final DoubleAdder speed;

        Closed(Accessor accessor, DoubleAdder speed) {
            this.accessor = accessor;
            this.speed = speed;
        }

        @Override
        public void run(long startNanos) {
            speed.add(ClosedLoop.run(accessor, System::nanoTime, startNanos, startNanos + cell.nanos()));
        }

        @Override
        public void close() {
            closed(accessor);
        }
    }

    /** A thread's part of the operations due at the rate. */
    private final class Scheduled implements Team.Member {
        private final Accessor accessor;
        private final Arrivals arrivals;
        private final long offsetNanos;
        private final Sum sum;
        private final LongAdder met;

        Scheduled(Accessor accessor, int index, Sum sum, LongAdder met) {
            long periodNanos = SECOND / cell.rate();
            this.accessor = accessor;
            this.offsetNanos = index * periodNanos / cell.threads();
            this.arrivals = new Arrivals(accessor, System::nanoTime, THREADS::getCurrentThreadCpuTime, periodNanos);
            this.sum = sum;
            this.met = met;
        }

        @Override
        public void run(long startNanos) {
            arrivals.run(startNanos + offsetNanos, startNanos + cell.nanos());
            sum.add(arrivals);
            met.add(accessor.meetings());
        }

        @Override
        public void close() {
            closed(accessor);
        }
    }
}
