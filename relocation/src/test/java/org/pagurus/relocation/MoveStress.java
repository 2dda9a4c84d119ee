package org.pagurus.relocation;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Writers, readers and a migrator that never rests, over one set of objects. Each object carries its number, which never
 * changes, and a lane for each writer, which only that writer increments; so a lost update, a torn copy and a recycled frame are
 * all seen at the next look. Writers hold raw addresses over a whole section, as real ones do: that makes a seeded bug show.
 *
 * <pre>
 *   object  | number | lane of writer 0 | lane of writer 1 | shared counter (getAndAdd) | number again |
 * </pre>
 */
final class MoveStress extends Stress {
    private static final int OBJECTS = 1_500;
    /** Large enough that the objects fill some hundred pages: writers then meet pages on the move, but not all the time. */
    private static final int OBJECT_BYTES = 1_000;
    private static final int WRITERS = 2;
    private static final int SHARED = 24;
    private static final int END = 32;

    private final Heap heap;
    private final long[] pointers = new long[OBJECTS];
    private final AtomicLong sharedAdds = new AtomicLong();
    private long moved;
    private long cancelled;

    MoveStress(ReadMode mode, long seed, Function<PageTable, Protocol> protocolOf) {
        super(seed);
        this.heap = Heap.builder().capacity(64 << 20).readMode(mode).build(protocolOf);
    }

    /**
     * Runs until so many pages were moved, or something was wrong, or the time is over.
     *
     * @return the first failure, or null
     */
    String run(long moves, long limitNanos) throws InterruptedException {
        try (heap) {
            allocateSparsely();
            Thread[] threads = new Thread[WRITERS + 2];
            for (int i = 0; i < WRITERS; i++) {
                int lane = i;
                threads[i] = start("writer-" + lane, () -> write(lane));
            }
            threads[WRITERS] = start("reader", this::read);
            threads[WRITERS + 1] = start("churner", this::churn);
            move(moves, System.nanoTime() + limitNanos);
            stopped = true;
            for (Thread thread : threads) {
                thread.join();
            }
            if (failures.isEmpty()) {
                checkAtRest();
            }
            return failures.peek();
        }
    }

    /** One object kept of eight, so that folding has something to do. */
    private void allocateSparsely() {
        try (Session session = heap.openSession()) {
            for (int i = 0; i < OBJECTS * 8; i++) {
                long pointer = session.allocate(OBJECT_BYTES);
                if (i % 8 != 0) {
                    session.freeNow(pointer);
                    pointer = session.allocate(OBJECT_BYTES + 64L * (i % 3));
                    session.free(pointer);
                    continue;
                }
                session.enter();
                session.putLong(pointer, 0, i / 8);
                for (int at = 8; at < END; at += 8) {
                    session.putLong(pointer, at, 0);
                }
                session.putLong(pointer, END, i / 8);
                session.exit();
                pointers[i / 8] = pointer;
            }
        }
    }

    private void write(int lane) {
        Random random = new Random(seed + lane);
        long[] expected = new long[OBJECTS];
        int at = 8 + 8 * lane;
        try (Session session = heap.openSession()) {
            while (!stopped) {
                session.enter();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    int object = random.nextInt(OBJECTS);
                    long pointer = pointers[object];
                    if (random.nextBoolean()) {
                        session.getAndAddLong(pointer, SHARED, 1);
                        sharedAdds.incrementAndGet();
                        session.putLong(pointer, at, session.getLong(pointer, at) + 1);
                        expected[object]++;
                    } else {
                        expected[object] += addThroughAddress(session.writableAddress(pointer) + at, random);
                    }
                    long seen = session.getLong(pointer, at);
                    if (seen != expected[object]) {
                        fail("lost update: object=" + object + " lane=" + lane + " is " + seen + ", expected "
                            + expected[object]);
                    }
                }
                session.exit();
            }
        }
    }

    private static int addThroughAddress(long address, Random random) {
        int adds = 1 + random.nextInt(50);
        // Now and then the processor is lost between two writes to one address, as it can be at any time.
        int pause = random.nextInt(8 * adds);
        for (int i = 0; i < adds; i++) {
            RawMemory.putLong(address, RawMemory.getLong(address) + 1);
            if (i == pause) {
                Thread.yield();
            }
        }
        return adds;
    }

    private void read() {
        Random random = new Random(seed + 100);
        long[] lastShared = new long[OBJECTS];
        try (Session session = heap.openSession()) {
            while (!stopped) {
                session.enter();
                int object = random.nextInt(OBJECTS);
                long pointer = pointers[object];
                long address = session.address(pointer);
                for (int i = 0; i < 20; i++) {
                    if (RawMemory.getLong(address) != object || RawMemory.getLong(address + END) != object) {
                        fail("recycled frame: object=" + object + " shows " + RawMemory.getLong(address));
                    }
                    long shared = session.getLongVolatile(pointer, SHARED);
                    if (shared < lastShared[object]) {
                        fail("went back: object=" + object + " from " + lastShared[object] + " to " + shared);
                    }
                    lastShared[object] = shared;
                }
                session.exit();
            }
        }
    }

    /** Allocates and frees among the objects, so that pages fill, empty and are recycled, and freed frames are written to. */
    private void churn() {
        Random random = new Random(seed + 200);
        long[] mine = new long[500];
        try (Session session = heap.openSession()) {
            while (!stopped) {
                int i = random.nextInt(mine.length);
                if (mine[i] != 0) {
                    session.free(mine[i]);
                }
                int size = OBJECT_BYTES + 64 * random.nextInt(3);
                mine[i] = session.allocate(size);
                session.enter();
                for (int at = 0; at + 8 <= size; at += 8) {
                    session.putLong(mine[i], at, -1L);
                }
                session.exit();
            }
        }
    }

    private void move(long moves, long deadline) {
        ForcedMoves forced = new ForcedMoves(heap, new Random(seed + 300));
        while (!stopped && forced.migrated() < moves && System.nanoTime() - deadline < 0) {
            forced.isolateSome();
            forced.goOn();
            if (forced.revokesNow()) {
                heap.space().revoke(session -> true);
            }
            if (forced.migrated() % 64 == 0) {
                heap.space().frames().release(0, 64);
                Thread.yield();
            }
        }
        moved = forced.migrated();
        cancelled = forced.cancelled();
        stopped = true;
        forced.finish();
    }

    long moved() {
        return moved;
    }

    long cancelled() {
        return cancelled;
    }

    private void checkAtRest() {
        long shared = 0;
        try (Session session = heap.openSession()) {
            session.enter();
            for (long pointer : pointers) {
                shared += session.getLong(pointer, SHARED);
            }
            session.exit();
        }
        if (shared != sharedAdds.get()) {
            fail("lost updates: shared counters add up to " + shared + ", expected " + sharedAdds.get());
        }
        heap.verify().forEach(this::fail);
    }
}
