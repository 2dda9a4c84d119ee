package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.History.Kind;
import org.pagurus.relocation.History.Operation;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Single accesses are linearizable while their page moves, whatever the policy: three threads read, write, compare-and-set and
 * add to one long, in sections of one to six accesses; each round's history is searched for an order that explains it. With
 * FALLBACK the plain writes are left out: others see them later, as its Javadoc says.
 */
@Timeout(240)
class LinearizabilityTest {
    private static final int THREADS = 3;
    private static final int MOVES = 200;
    private static final int MAX_OPERATIONS = 400_000;
    private static final long LEAST_NANOS = 200_000_000L;
    private static final long LIMIT_NANOS = 10_000_000_000L;
    private static final int IN_SECTION = 6;
    private static final int OBJECTS = 8;
    private final AtomicLong clock = new AtomicLong();
    private volatile boolean stop;
    private long met;
    private long migrated;

    static Stream<Arguments> combinations() {
        return Stream.of(OnMigration.values())
            .flatMap(policy -> Stream.of(ReadMode.values()).map(mode -> Arguments.of(policy, mode)));
    }

    private static void spin(int nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }

    /** A copy that lasts, so that accessors meet it. */
    private static class Slow extends Protocol {
        private final Random random = new Random(1);

        Slow(PageTable table) {
            super(table);
        }

        @Override
        public long begin(int pageId) {
            long migrating = super.begin(pageId);
            spin(random.nextInt(30_000));
            return migrating;
        }
    }

    /** The seeded bug: begin follows isolate at once. */
    private static final class WithoutGracePeriod extends Slow {
        WithoutGracePeriod(PageTable table) {
            super(table);
        }

        @Override
        public boolean mayBegin(boolean elapsed) {
            return true;
        }
    }

    /** One thread. */
    private final class Worker {
        private final Session session;
        private final OnMigration policy;
        private final Random random;
        private final long[] pointers;
        private final List<List<Operation>> done = new ArrayList<>();
        private int left = MAX_OPERATIONS;

        Worker(Heap heap, OnMigration policy, long[] pointers, long seed) {
            this.session = heap.openSession();
            this.policy = policy;
            this.pointers = pointers;
            this.random = new Random(seed);
            for (int i = 0; i < pointers.length; i++) {
                done.add(new ArrayList<>());
            }
        }

        List<List<Operation>> work() {
            while (left > 0 && !stop) {
                int end = Math.max(0, left - 1 - random.nextInt(IN_SECTION));
                if (policy == OnMigration.RETRY) {
                    // What was done before the signal is done; the next run goes on behind it.
                    session.run(() -> operate(end));
                } else {
                    enter();
                    try {
                        operate(end);
                    } finally {
                        session.exit();
                    }
                }
                spin(random.nextInt(5_000));
            }
            session.close();
            return done;
        }

        private void enter() {
            if (policy == OnMigration.WAIT) {
                session.enterSleepable(policy);
            } else {
                session.enter(policy);
            }
        }

        private void operate(int end) {
            while (left > end) {
                int object = random.nextInt(pointers.length);
                long pointer = pointers[object];
                int choice = random.nextInt(8);
                long argument = 1 + random.nextInt(1 << 20);
                // The counter is a full fence on both sides: an access cannot be seen outside its two moments.
                long call = clock.getAndIncrement();
                Operation operation = switch (choice) {
                    case 0, 1 -> new Operation(Kind.READ, 0, 0, session.getLong(pointer, 0), call, clock.getAndIncrement());
                    case 2 -> new Operation(Kind.READ, 0, 0, session.getLongVolatile(pointer, 0), call, clock.getAndIncrement());
                    case 3 -> write(pointer, argument, call, policy == OnMigration.FALLBACK);
                    case 4 -> write(pointer, argument, call, true);
                    case 6 -> {
                        long address = session.writableAddress(pointer);
                        spin(random.nextInt(20_000));
                        long before = clock.getAndIncrement();
                        RawMemory.putLong(address, argument);
                        yield new Operation(Kind.WRITE, argument, 0, 0, before, clock.getAndIncrement());
                    }
                    case 5 -> {
                        long expected = session.getLongAcquire(pointer, 0);
                        long before = clock.getAndIncrement();
                        boolean set = session.compareAndSetLong(pointer, 0, expected, argument);
                        yield new Operation(Kind.COMPARE_AND_SET, argument, expected, set ? 1 : 0, before,
                            clock.getAndIncrement());
                    }
                    default -> new Operation(Kind.GET_AND_ADD, argument, 0, session.getAndAddLong(pointer, 0, argument), call,
                        clock.getAndIncrement());
                };
                done.get(object).add(operation);
                left--;
            }
        }

        private Operation write(long pointer, long value, long call, boolean ordered) {
            if (ordered) {
                session.putLongVolatile(pointer, 0, value);
            } else {
                session.putLong(pointer, 0, value);
            }
            return new Operation(Kind.WRITE, value, 0, 0, call, clock.getAndIncrement());
        }
    }

    /** Lets three threads work while pages move. @return the first history that nothing explains, or null */
    private History firstUnexplained(Function<PageTable, Protocol> protocol, OnMigration policy, ReadMode mode, long seed)
        throws Exception {
        List<OtherThread> threads = new ArrayList<>();
        try (Heap heap = Heap.builder().capacity(16 << 20).readMode(mode).build(protocol)) {
            long[] pointers = SparsePages.objects(heap, OBJECTS, 64, 0);
            List<Future<List<List<Operation>>>> working = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                long workersSeed = seed * THREADS + i;
                threads.add(new OtherThread("worker " + i));
                working.add(threads.get(i).start(() -> new Worker(heap, policy, pointers, workersSeed).work()));
            }
            ForcedMoves moves = new ForcedMoves(heap, new Random(seed));
            stop = false;
            long begin = System.nanoTime();
            while ((moves.migrated() < MOVES || System.nanoTime() - begin < LEAST_NANOS || copiesMet(heap) == 0)
                && !working.stream().allMatch(Future::isDone) && System.nanoTime() - begin < LIMIT_NANOS) {
                moves.isolateSome();
                moves.goOn();
            }
            stop = true;
            List<List<List<Operation>>> done = new ArrayList<>();
            for (Future<List<List<Operation>>> each : working) {
                done.add(OtherThread.await(each));
            }
            moves.finish();
            migrated = moves.migrated();
            met += copiesMet(heap);
            for (int object = 0; object < OBJECTS; object++) {
                History history = new History();
                for (List<List<Operation>> thread : done) {
                    history.add(thread.get(object));
                }
                if (!history.isLinearizable(object)) {
                    return history;
                }
            }
            return null;
        } finally {
            threads.forEach(OtherThread::close);
        }
    }

    private static long copiesMet(Heap heap) {
        HeapStats stats = heap.stats();
        return stats.migrationsCancelled() + stats.waits() + stats.retries() + stats.snapshotReads();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyHistoryIsExplained(OnMigration policy, ReadMode mode) throws Exception {
        History unexplained = firstUnexplained(Slow::new, policy, mode, 7);
        assertEquals(null, unexplained, () -> "nothing explains\n" + unexplained);
        assertTrue(migrated > MOVES / 4, () -> "migrated=" + migrated);
        assertTrue(met > 0, "no access met a copy");
    }

    @Test
    void aLostUpdateWouldBeFound() throws Exception {
        History found = null;
        long begin = System.nanoTime();
        for (int seed = 1; found == null && System.nanoTime() - begin < 3 * LIMIT_NANOS; seed++) {
            found = firstUnexplained(WithoutGracePeriod::new, OnMigration.CANCEL, ReadMode.READ_THROUGH, seed);
        }
        assertTrue(found != null, "not caught");
    }

    @Test
    void theSearchTellsGoodHistoriesFromBadOnes() {
        Operation write = new Operation(Kind.WRITE, 5, 0, 0, 1, 4);
        Operation overlapping = new Operation(Kind.READ, 0, 0, 0, 2, 3);
        Operation set = new Operation(Kind.COMPARE_AND_SET, 6, 5, 1, 5, 6);
        Operation add = new Operation(Kind.GET_AND_ADD, 1, 0, 6, 7, 8);
        assertTrue(history(List.of(write, set), List.of(overlapping, add)).isLinearizable(0));
        assertFalse(history(List.of(write, set), List.of(overlapping)).isLinearizable(1), "another value at the beginning");
        Operation stale = new Operation(Kind.READ, 0, 0, 6, 9, 10);
        assertFalse(history(List.of(write, set), List.of(overlapping, add, stale)).isLinearizable(0),
            "a read of the value before an addition that had returned");
        Operation one = new Operation(Kind.GET_AND_ADD, 1, 0, 0, 1, 4);
        Operation two = new Operation(Kind.GET_AND_ADD, 1, 0, 0, 2, 3);
        assertFalse(history(List.of(one), List.of(two)).isLinearizable(0), "an update was lost");
    }

    private static History history(List<Operation> one, List<Operation> two) {
        History history = new History();
        history.add(one);
        history.add(two);
        return history;
    }
}
