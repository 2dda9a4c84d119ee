package org.pagurus.bench.latency;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapBuilder;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.PageMover;

/** A heap with records, its accessors, and the thread beside them. One thread. */
final class Stage implements AutoCloseable {
    static final long BURST_BYTES = 1 << 20;
    private static final double MIB = 1 << 20;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Cell cell;
    private final long nanos;
    private final long periodNanos;
    private final Choices[] choices;
    private final UnaryOperator<Operation> around;
    private final Heap heap;
    private final Records records;
    private final Runnable moves;
    private final CopyingAlone copies;
    /** From one burst to the next while pages were moved, in a closed loop and with arrivals: the pace of the same load. */
    private final long[] paceNanos = new long[2];

    /**
     * Fills a heap.
     *
     * @param copies is not closed
     * @param around is put around each thread's operations
     */
    Stage(LatencyPlan plan, Cell cell, Choices[] choices, CopyingAlone copies, UnaryOperator<Operation> around) {
        this.cell = cell;
        this.nanos = plan.nanos();
        this.periodNanos = 1_000_000_000L / plan.rate();
        this.choices = choices;
        this.copies = copies;
        this.around = around;
        heap = builder(cell, plan.liveBytes()).build();
        records = new Records(heap, plan.liveBytes());
        PageMover mover = new PageMover(heap);
        moves = () -> mover.moveNext(BURST_BYTES);
    }

    /** A heap with the policy in the sections that its clients use. */
    static HeapBuilder builder(Cell cell, long liveBytes) {
        HeapBuilder builder = Heap.builder().capacity(LatencyPlan.capacityBytes(liveBytes)).readMode(cell.readMode());
        return cell.policy() == OnMigration.WAIT ? builder.sleepableOnMigration(OnMigration.WAIT)
            : builder.onMigration(cell.policy());
    }

    /** Uses the heap while pages move, and measures nothing. */
    void warmUp(long warmUpNanos) {
        Team team = new Team(cell.threads(), index -> new Closed(client(index), new DoubleAdder(), warmUpNanos));
        Mover mover = new Mover(moves, 0, false);
        try {
            team.run();
        } finally {
            mover.close();
        }
    }

    /** Both measurements under one load. {@link Load#SAME_LOAD} without a pause keeps the pace of the moves before. */
    LatencyRow measure(Load load, int intervalMillis, int round) {
        HeapStats before = heap.stats();
        DoubleAdder speed = new DoubleAdder();
        Beside closed = run(load, intervalMillis, 0, index -> new Closed(client(index), speed, nanos));
        Sum sum = new Sum();
        Beside scheduled = run(load, intervalMillis, 1,
            index -> new Scheduled(client(index), index * periodNanos / cell.threads(), sum));
        HeapStats after = heap.stats();
        double copied = load == Load.SAME_LOAD ? (double) BURST_BYTES * (closed.bursts + scheduled.bursts)
            : after.bytesCopied() - before.bytesCopied();
        double seconds = Math.max(1, closed.nanos + scheduled.nanos) / 1e9;
        return new LatencyRow(LatencyRow.PAGURUS, LatencyRow.MIX, cell.policy().name(), cell.readMode().name(),
            cell.sections(), cell.threads(), load.id(),
            load == Load.QUIET ? null : intervalMillis, round, speed.sum(), sum.due(), sum.met(),
            new LatencyRow.Moves(copied / MIB / seconds, after.pagesMigrated() - before.pagesMigrated(),
                after.migrationsCancelled() - before.migrationsCancelled(), after.pagesPutBack() - before.pagesPutBack(),
                after.pinsTaken() - before.pinsTaken(), after.waits() - before.waits(), after.retries() - before.retries(),
                after.snapshotReads() - before.snapshotReads(), after.bufferedWrites() - before.bufferedWrites()));
    }

    /** What the mover did: how often, and in what time. */
    private record Beside(long bursts, long nanos) {
    }

    private Beside run(Load load, int intervalMillis, int measurement, IntFunction<Team.Member> recruit) {
        Team team = new Team(cell.threads(), recruit);
        if (load == Load.QUIET) {
            team.run();
            return new Beside(0, 0);
        }
        boolean parks = intervalMillis > 0;
        long pace = parks ? intervalMillis * NANOS_PER_MILLI : load == Load.SAME_LOAD ? paceNanos[measurement] : 0;
        Mover mover = new Mover(load == Load.MOVING ? moves : copies, pace, parks);
        try {
            team.run();
        } finally {
            mover.close();
        }
        if (load == Load.MOVING) {
            paceNanos[measurement] = mover.nanosOfOne();
        }
        return new Beside(mover.bursts(), mover.nanos());
    }

    private Client client(int index) {
        return new Client(heap, cell.policy(), records, choices[index]);
    }

    /** A thread's part of the closed loop. */
    private final class Closed implements Team.Member {
        private final Client client;
        private final DoubleAdder speed;
        private final long lengthNanos;

        Closed(Client client, DoubleAdder speed, long lengthNanos) {
            this.client = client;
            this.speed = speed;
            this.lengthNanos = lengthNanos;
        }

        @Override
        public void run(long startNanos) {
            speed.add(ClosedLoop.run(around.apply(client), System::nanoTime, startNanos, startNanos + lengthNanos));
        }

        @Override
        public void close() {
            closed(client);
        }
    }

    /** A thread's part of the scheduled operations. */
    private final class Scheduled implements Team.Member {
        private final Client client;
        private final long offsetNanos;
        private final Arrivals arrivals;
        private final Sum sum;

        Scheduled(Client client, long offsetNanos, Sum sum) {
            this.client = client;
            this.offsetNanos = offsetNanos;
            this.arrivals = new Arrivals(around.apply(client), System::nanoTime, THREADS::getCurrentThreadCpuTime, periodNanos);
            this.sum = sum;
        }

        @Override
        public void run(long startNanos) {
            arrivals.run(startNanos + offsetNanos, startNanos + nanos);
            sum.add(arrivals);
        }

        @Override
        public void close() {
            closed(client);
        }
    }

    private static void closed(Client client) {
        client.close();
        if (client.wrong() > 0) {
            throw new IllegalStateException(client.wrong() + " reads found another record's bytes");
        }
    }

    /**
     * Looks at everything that was written and moved.
     *
     * @throws IllegalStateException if something is wrong
     */
    void requireIntact() {
        records.requireIntact(heap);
    }

    @Override
    public void close() {
        heap.close();
    }
}
