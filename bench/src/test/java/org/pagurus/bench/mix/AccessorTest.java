package org.pagurus.bench.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.latency.Arrivals;
import org.pagurus.bench.latency.FakeTime;
import org.pagurus.bench.latency.Team;
import org.pagurus.bench.peers.Extent;
import org.pagurus.bench.peers.HeapKeyValue;

class AccessorTest {
    private static final Keys FEW = new Keys(4);
    private static final int THREADS = 3;
    private static final int TURNS = 20_000;

    // ---- coordinated omission ----

    /** A peer that stalls once: every operation that was due meanwhile is late by what was left of the stall. */
    @Test
    void arrivals_aPeerThatStallsOnce_showsInEveryOperationDueMeanwhile() {
        FakeTime time = new FakeTime();
        long period = 10_000;
        long stall = 50_000_000;
        int operations = 20_000;
        FakeStore store = new FakeStore(time, number -> time.pause(number == 777 ? stall : 0));
        Accessor accessor = new Accessor(store, false, new Turns(5, Mix.A, FEW.records()), new KeyLocks());
        Arrivals arrivals = new Arrivals(accessor, time::nanos, time::processorNanos, period);
        long start = time.nanos() + period;
        arrivals.run(start, start + operations * period);
        Histogram latencies = arrivals.latencies();
        assertEquals(operations, latencies.getTotalCount());
        assertEquals(stall, latencies.getMaxValue(), 0.001 * stall);
        double inStall = (double) stall / period;
        // A quarter of all operations was due in the stall, so percentiles above 75 show it, each by what was left of it.
        assertEquals(inStall, latencies.getCountBetweenValues(1_000, stall), 0.1 * inStall);
        for (double left : new double[] {0.25, 0.5, 0.75, 0.9}) {
            double percentile = 100 - 100 * (1 - left) * inStall / operations;
            assertEquals(left * stall, latencies.getValueAtPercentile(percentile), 0.1 * stall, "percentile " + percentile);
        }
        assertTrue(latencies.getValueAtPercentile(70) < 1_000);
        assertEquals(0, accessor.wrong());
    }

    // ---- read-modify-write ----

    private static long counted(Store store) {
        byte[] value = new byte[Values.MAX_BYTES];
        long sum = 0;
        try (Store.Access access = store.access()) {
            for (int record = 0; record < FEW.records(); record++) {
                assertTrue(access.read(Keys.record(record), value) > 0);
                for (int field = 0; field < Values.FIELDS; field++) {
                    sum += Values.count(value, field);
                }
            }
        }
        return sum;
    }

    private static void fill(Store store) {
        byte[] value = new byte[Values.MAX_BYTES];
        try (Store.Access access = store.access()) {
            for (int key = 0; key < FEW.count(); key++) {
                access.replace(key, value, Values.write(value, key, Values.USUAL_FIELD_BYTES));
            }
        }
    }

    private static void assertCounts(Store store, boolean inPlace) {
        KeyLocks locks = new KeyLocks();
        List<Accessor> accessors = new ArrayList<>();
        fill(store);
        store.startMoving();
        new Team(THREADS, index -> new Team.Member() {
            private final Accessor accessor = new Accessor(store.access(), inPlace,
                new Turns(index, Mix.F, FEW.records()), locks);

            @Override
            public void run(long startNanos) {
                for (int i = 0; i < TURNS; i++) {
                    accessor.run();
                }
            }

            @Override
            public void close() {
                accessor.close();
                synchronized (accessors) {
                    accessors.add(accessor);
                }
            }
        }).run();
        store.stopMoving();
        assertEquals(THREADS, accessors.size());
        assertEquals(0, accessors.stream().mapToLong(Accessor::wrong).sum());
        long modified = accessors.stream().mapToLong(Accessor::modified).sum();
        assertEquals(THREADS * TURNS / 2.0, modified, 0.05 * THREADS * TURNS);
        assertEquals(modified, counted(store));
        assertEquals(List.of(), store.problems());
    }

    @Test
    void readModifyWrite_inPlaceWhilePagesMove_losesNone() {
        try (Store store = new HeapStore(FEW, State.CONTINUOUS, true)) {
            assertCounts(store, true);
        }
    }

    @Test
    void readModifyWrite_thatReplacesWhilePagesMove_losesNone() {
        try (Store store = new HeapStore(FEW, State.CONTINUOUS, false)) {
            assertCounts(store, false);
        }
    }

    @Test
    void readModifyWrite_onAPeer_losesNone() {
        try (Store store = new LibraryStore(new HeapKeyValue(new Extent(FEW.count(), 1 << 20, 1_016, Values.MAX_BYTES)))) {
            assertCounts(store, false);
        }
    }

    /** In the middle of the first read-modify-write, a thread does another of the same record, if it can. */
    private static long twoAtOnce(KeyLocks locks) throws InterruptedException {
        try (HeapStore store = new HeapStore(FEW, State.OFF, true)) {
            fill(store);
            Turns turns = new Turns(firstSeedThatModifies(), Mix.F, FEW.records());
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            Thread other = new Thread(() -> {
                try (Accessor accessor = new Accessor(store.access(), true, turns, locks)) {
                    await(begun, 10_000);
                    accessor.run();
                }
                done.countDown();
            });
            other.start();
            try (Accessor accessor = new Accessor(new AfterRead(store.access(), () -> {
                begun.countDown();
                await(done, 200);
            }), true, turns, locks)) {
                accessor.run();
            }
            other.join();
            return counted(store);
        }
    }

    private static long firstSeedThatModifies() {
        long seed = 0;
        while (Turns.kind(new Turns(seed, Mix.F, FEW.records()).get(0)) != Mix.Kind.READ_MODIFY_WRITE) {
            seed++;
        }
        return seed;
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void readModifyWrite_twoAtOnce_countBoth() throws InterruptedException {
        assertEquals(2, twoAtOnce(new KeyLocks()));
    }

    /** The seeded bug: no lock. One of the two is lost, and the counts tell. */
    @Test
    void readModifyWrite_withoutItsLock_losesOne() throws InterruptedException {
        assertEquals(1, twoAtOnce(new KeyLocks() {
            @Override
            void lock(int key) {
                // Seeded.
            }

            @Override
            void unlock(int key) {
                // Seeded.
            }
        }));
    }

    /** Does something after each read. */
    private record AfterRead(Store.Access access, Runnable more) implements Store.Access {
        @Override
        public int read(int key, byte[] target) {
            int bytes = access.read(key, target);
            more.run();
            return bytes;
        }

        @Override
        public void replace(int key, byte[] value, int bytes) {
            access.replace(key, value, bytes);
        }

        @Override
        public void update(int key, int field, byte[] value, int bytes) {
            access.update(key, field, value, bytes);
        }

        @Override
        public long meetings() {
            return access.meetings();
        }

        @Override
        public void close() {
            access.close();
        }
    }
}
