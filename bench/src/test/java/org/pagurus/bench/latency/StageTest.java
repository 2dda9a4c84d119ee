package org.pagurus.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReadMode;
import org.pagurus.relocation.Session;

class StageTest {
    private static final long LIVE = 4 << 20;
    private static final long MILLI = 1_000_000;
    private static final int THOUSAND = 1_000;

    private static LatencyPlan plan(OnMigration policy, int threads) {
        return new LatencyPlan(List.of(policy), List.of(ReadMode.READ_THROUGH), List.of(threads), List.of(0), List.of(0),
            200 * MILLI, 1, 20_000, LIVE, 7);
    }

    /** An operation that does something more, once in a thousand times. */
    private static UnaryOperator<Operation> slowOnceInAThousand(Runnable more) {
        return operation -> new Operation() {
            private int count;

            @Override
            public void run() {
                operation.run();
                if (++count % THOUSAND == 0) {
                    more.run();
                }
            }

            @Override
            public long meetings() {
                return operation.meetings();
            }
        };
    }

    private static LatencyRow row(List<LatencyRow> rows, Load load) {
        return rows.stream().filter(row -> row.load().equals(load.id())).findFirst().orElseThrow();
    }

    @Test
    void run_aSlowPath_showsInItsP999() {
        List<LatencyRow> rows = plan(OnMigration.CANCEL, 1).run(name -> { },
            slowOnceInAThousand(() -> LockSupport.parkNanos(MILLI)));
        for (LatencyRow row : rows) {
            assertTrue(row.arrivals().p999Nanos() >= 0.9 * MILLI, row.toString());
            assertTrue(row.arrivals().longestNanos() >= 0.9 * MILLI, row.toString());
        }
    }

    /** The processor time of an access is never understated, so no slow path can hide in the scheduler's pauses. */
    @Test
    void run_aSlowPathOnTheProcessor_isSeenAsSuch() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<LatencyRow> rows = plan(OnMigration.CANCEL, 1).run(name -> { }, slowOnceInAThousand(() -> {
            long end = threads.getCurrentThreadCpuTime() + MILLI;
            while (threads.getCurrentThreadCpuTime() < end) {
                Thread.onSpinWait();
            }
        }));
        rows.forEach(row -> assertTrue(row.arrivals().longestOwnNanos() >= 0.99 * MILLI, row.toString()));
    }

    @Test
    void run_underMoves_countsThem() {
        List<LatencyRow> rows = List.of();
        // On a busy machine the mover and the accessors may have had the processor in turns.
        for (int attempt = 0; attempt < 10 && (rows.isEmpty() || row(rows, Load.MOVING).moves().pins() == 0); attempt++) {
            rows = plan(OnMigration.CANCEL, 2).run(name -> { });
        }
        assertEquals(3, rows.size());
        LatencyRow quiet = row(rows, Load.QUIET);
        LatencyRow moving = row(rows, Load.MOVING);
        LatencyRow same = row(rows, Load.SAME_LOAD);
        assertNull(quiet.intervalMillis());
        assertEquals(new LatencyRow.Moves(0, 0, 0, 0, 0, 0, 0, 0, 0), quiet.moves());
        assertTrue(moving.moves().pagesMigrated() > 0, moving.toString());
        // Two measurements of 0.2 s, or what became of them on a busy machine.
        assertTrue(moving.moves().mibPerSecond() <= moving.moves().pagesMigrated() / 16.0 / 0.4, moving.toString());
        assertTrue(moving.moves().mibPerSecond() > 0, moving.toString());
        assertTrue(moving.moves().pins() > 0, moving.toString());
        assertEquals(0, same.moves().pagesMigrated());
        assertEquals(0, same.moves().pins());
        assertTrue(same.moves().mibPerSecond() > 0, same.toString());
        for (LatencyRow row : rows) {
            assertEquals(2 * 20_000 / 5, row.arrivals().operations(), 4, row.toString());
            assertTrue(row.operationsPerSecond() > 0, row.toString());
            assertEquals(row.arrivals().ladderNanos().get(0), row.arrivals().p50Nanos());
            assertEquals(row.arrivals().maxNanos(), row.arrivals().ladderNanos().get(LatencyRow.LADDER.size() - 1));
        }
    }

    @Test
    void run_anOperationThatFails_endsTheRun() {
        assertThrows(IllegalStateException.class, () -> plan(OnMigration.CANCEL, 1).run(name -> { },
            slowOnceInAThousand(() -> {
                throw new IllegalArgumentException("seeded");
            })));
    }

    @Test
    void requireIntact_aFieldWithAnotherKey_isFound() {
        try (Heap heap = Heap.builder().capacity(16 << 20).build(); Session session = heap.openSession()) {
            Records records = new Records(heap, LIVE);
            records.requireIntact(heap);
            session.enter();
            session.putLong(records.pointer(100), Records.fieldOffset(9), Records.key(101));
            session.exit();
            assertThrows(IllegalStateException.class, () -> records.requireIntact(heap));
        }
    }

    @Test
    void client_readsOfWrongRecords_areCounted() {
        try (Heap heap = Heap.builder().capacity(16 << 20).build(); Session session = heap.openSession()) {
            Records records = new Records(heap, LIVE);
            Choices choices = new Choices(1, records.count());
            try (Client client = new Client(heap, OnMigration.CANCEL, records, choices)) {
                for (int i = 0; i < THOUSAND; i++) {
                    client.run();
                }
                assertEquals(0, client.wrong());
                for (int i = 0; i < records.count(); i++) {
                    session.enter();
                    session.putLong(records.pointer(i), 0, Records.key(i + 1));
                    session.exit();
                }
                for (int i = 0; i < THOUSAND; i++) {
                    client.run();
                }
                assertEquals(THOUSAND / 2.0, client.wrong(), THOUSAND * 0.1);
            }
        }
    }

    @Test
    void choices_areHalfUpdatesAndSkewed() {
        int records = Records.count(LIVE);
        Choices choices = new Choices(1, records);
        int[] counts = new int[records];
        int updates = 0;
        int turns = 1 << 20;
        for (int i = 0; i < turns; i++) {
            int choice = choices.get(i);
            counts[Choices.record(choice)]++;
            updates += Choices.isUpdate(choice) ? 1 : 0;
            assertTrue(Choices.field(choice) < Records.FIELDS);
        }
        assertEquals(0.5, (double) updates / turns, 0.01);
        // The first of 4,096 by rank has 1 / (1 + 1/2^0.99 + ...) = 0.108 of all.
        assertEquals(0.108, java.util.Arrays.stream(counts).max().orElseThrow() / (double) turns, 0.01);
        assertEquals(choices.get(3), choices.get(turns + 3));
    }

    @Test
    void mover_atIntervals_makesAsManyBursts() throws InterruptedException {
        AtomicInteger bursts = new AtomicInteger();
        long start = System.nanoTime();
        Mover mover = new Mover(bursts::incrementAndGet, 20 * MILLI, true);
        Thread.sleep(300);
        mover.close();
        assertEquals(bursts.get(), mover.bursts());
        long most = (System.nanoTime() - start) / (20 * MILLI) + 1;
        assertTrue(mover.bursts() >= 1 && mover.bursts() <= most, "bursts=" + mover.bursts() + " most=" + most);
    }

    /** What a stall of its own took, it makes good: else the same load would be less than the moves' on a busy machine. */
    @Test
    void mover_withAPace_catchesUp() {
        AtomicInteger bursts = new AtomicInteger();
        long pace = MILLI / 10;
        long start = System.nanoTime();
        Mover mover = new Mover(() -> {
            if (bursts.getAndIncrement() == 0) {
                LockSupport.parkNanos(100 * MILLI);
            }
        }, pace, false);
        long passed;
        do {
            Thread.onSpinWait();
            passed = System.nanoTime() - start;
            // Without that it would stay 1,000 bursts behind.
        } while (passed < 10_000 * MILLI && (passed < 150 * MILLI || bursts.get() < passed / pace - 100));
        mover.close();
        assertTrue(passed < 10_000 * MILLI, "bursts=" + mover.bursts());
    }

    @Test
    void mover_aBurstThatFails_isReported() throws InterruptedException {
        CountDownLatch failing = new CountDownLatch(1);
        Mover mover = new Mover(() -> {
            failing.countDown();
            throw new IllegalArgumentException("seeded");
        }, 0, false);
        failing.await();
        assertThrows(IllegalStateException.class, mover::close);
    }

    @Test
    void copyingAlone_staysInItsMemory() {
        try (CopyingAlone copies = new CopyingAlone(LIVE, Stage.BURST_BYTES)) {
            for (int i = 0; i < 20; i++) {
                copies.run();
            }
            assertEquals(20L * Stage.BURST_BYTES, copies.copiedBytes());
        }
    }
}
