package org.pagurus.relocation;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * As {@link MoveStress}, with objects of 1.5 to 4 MiB: writers write all over them by every accessor, through addresses, views
 * and pins, while a migrator that never rests copies them in pieces.
 *
 * <pre>
 *   every 4 KiB, across the border of two cards:  | 64 bytes of writer 0 | 64 of writer 1 | 64 of the pinner | shared counter |
 *   and, in between, bytes that nobody writes
 * </pre>
 */
final class PreCopyStress extends Stress {
    private static final int OBJECTS = 5;
    private static final int MIN_BYTES = 3 << 19;
    private static final int STRIDE = 4_096;
    private static final int BORDER = STRIDE - 32;
    private static final int WRITERS = 2;
    private static final int PINNER = WRITERS;
    private static final int SHARED = (WRITERS + 1) * LargeWrites.LENGTH;
    private static final int QUIET = 1_024;
    private static final long LONG_NANOS = 1_000_000_000L;
    private static final int CALM_NANOS = 100_000;

    private final Heap heap;
    private final long[] pointers = new long[OBJECTS];
    private final int[] places = new int[OBJECTS];
    private final AtomicLong sharedAdds = new AtomicLong();
    private final AtomicLong pins = new AtomicLong();
    private long begun;

    PreCopyStress(ReadMode mode, long seed, Function<PageTable, Protocol> protocolOf) {
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
            allocate();
            Thread[] threads = new Thread[WRITERS + 2];
            for (int i = 0; i < WRITERS; i++) {
                int lane = i;
                threads[i] = start("writer-" + lane, () -> write(lane));
            }
            threads[WRITERS] = start("pinner", this::pin);
            threads[WRITERS + 1] = start("reader", this::read);
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

    private void allocate() {
        Random random = new Random(seed);
        try (Session session = heap.openSession()) {
            for (int i = 0; i < OBJECTS; i++) {
                int size = MIN_BYTES + random.nextInt((4 << 20) - MIN_BYTES + 1);
                pointers[i] = session.allocateZeroed(size);
                places[i] = size / STRIDE - 1;
                session.enter();
                for (int place = 0; place < places[i]; place++) {
                    session.putLong(pointers[i], place * STRIDE + QUIET, stamp(i, place));
                }
                session.exit();
            }
        }
    }

    private static long stamp(int object, int place) {
        return 0x5eed_0000_0000_0000L + ((long) object << 32) + place;
    }

    private static int index(int place, int lane) {
        return place * STRIDE + BORDER + lane * LargeWrites.LENGTH;
    }

    private void write(int lane) {
        Random random = new Random(seed + lane);
        long[][] expected = new long[OBJECTS][STRIDE];
        boolean busy = false;
        try (Session session = heap.openSession()) {
            LargeWrites writes = new LargeWrites(session, random);
            while (!stopped) {
                session.enter();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    int object = random.nextInt(OBJECTS);
                    int place = random.nextInt(places[object]);
                    long pointer = pointers[object];
                    check(session, object, place, lane, expected[object][place]);
                    expected[object][place] += 1 + random.nextInt(1 << 20) * (1L << 20);
                    writes.write(pointer, index(place, lane), expected[object][place]);
                    if (random.nextInt(4) == 0) {
                        session.getAndAddLong(pointer, index(place, 0) + SHARED, 1);
                        sharedAdds.incrementAndGet();
                    }
                }
                session.exit();
                busy = random.nextInt(256) == 0 ? !busy : busy;
                if (!busy) {
                    LockSupport.parkNanos(random.nextInt(CALM_NANOS));
                } else if (random.nextInt(16) == 0) {
                    Thread.yield();
                }
            }
            session.enter();
            checkAll(session, lane, expected);
            session.exit();
        }
    }

    private void checkAll(Session session, int lane, long[][] expected) {
        for (int object = 0; object < OBJECTS; object++) {
            for (int place = 0; place < places[object]; place++) {
                check(session, object, place, lane, expected[object][place]);
            }
        }
    }

    private void check(Session session, int object, int place, int lane, long expected) {
        for (int at = 0; at < LargeWrites.LENGTH; at += 8) {
            long seen = session.getLong(pointers[object], index(place, lane) + at);
            if (seen != expected) {
                fail("lost update: object=" + object + " place=" + place + " lane=" + lane + " at=" + at + " is " + seen
                    + ", expected " + expected);
                return;
            }
        }
    }

    /** Writes outside of sections, to one object at a time, and seldom: a page that is always pinned never moves. */
    private void pin() {
        Random random = new Random(seed + PINNER);
        long[][] expected = new long[OBJECTS][STRIDE];
        try (Session session = heap.openSession()) {
            while (!stopped) {
                int object = random.nextInt(OBJECTS);
                long address = session.pin(pointers[object]);
                for (int n = random.nextInt(20); n >= 0; n--) {
                    int place = random.nextInt(places[object]);
                    expected[object][place]++;
                    for (int at = 0; at < LargeWrites.LENGTH; at += 8) {
                        RawMemory.putLong(address + index(place, PINNER) + at, expected[object][place]);
                    }
                    if (random.nextInt(8) == 0) {
                        Thread.yield();
                    }
                }
                session.unpin(pointers[object]);
                pins.incrementAndGet();
                int place = random.nextInt(places[object]);
                session.enter();
                check(session, object, place, PINNER, expected[object][place]);
                session.exit();
                LockSupport.parkNanos(random.nextInt(3_000_000));
            }
            session.enter();
            checkAll(session, PINNER, expected);
            session.exit();
        }
    }

    private void read() {
        Random random = new Random(seed + 100);
        long[][] last = new long[OBJECTS][STRIDE];
        try (Session session = heap.openSession()) {
            while (!stopped) {
                session.enter();
                int object = random.nextInt(OBJECTS);
                int place = random.nextInt(places[object]);
                long address = session.address(pointers[object]);
                long stamp = RawMemory.getLong(address + place * STRIDE + QUIET);
                if (stamp != stamp(object, place)) {
                    fail("recycled frame: object=" + object + " place=" + place + " shows " + Long.toHexString(stamp));
                }
                long shared = session.getLongVolatile(pointers[object], index(place, 0) + SHARED);
                if (shared < last[object][place]) {
                    fail("went back: object=" + object + " place=" + place + " from " + last[object][place] + " to " + shared);
                }
                last[object][place] = shared;
                session.exit();
                if (random.nextInt(16) == 0) {
                    Thread.yield();
                }
            }
        }
    }

    private void move(long moves, long deadline) {
        Random random = new Random(seed + 300);
        Migrator migrator = heap.compactor().migrator();
        while (!stopped && moved() < moves && System.nanoTime() - deadline < 0) {
            heap.compactor().lock().lock();
            try {
                if (migrator.isIdle()) {
                    Run run = heap.space().pages().get(Pointer.pageId(pointers[random.nextInt(OBJECTS)])).run();
                    if (migrator.addMove(run)) {
                        migrator.startGracePeriod();
                        begun++;
                    }
                }
                heap.space().domain().poll();
                migrator.step(System.nanoTime() + (random.nextInt(4) == 0 ? LONG_NANOS : 0));
            } finally {
                heap.compactor().lock().unlock();
            }
            if (random.nextInt(4) == 0) {
                Thread.yield();
            }
        }
        stopped = true;
        heap.compactor().lock().lock();
        try {
            while (!migrator.isIdle()) {
                migrator.step(System.nanoTime() + LONG_NANOS);
            }
            heap.space().domain().poll();
        } finally {
            heap.compactor().lock().unlock();
        }
    }

    private void checkAtRest() {
        long shared = 0;
        try (Session session = heap.openSession()) {
            session.enter();
            for (int object = 0; object < OBJECTS; object++) {
                for (int place = 0; place < places[object]; place++) {
                    shared += session.getLong(pointers[object], index(place, 0) + SHARED);
                    long stamp = session.getLong(pointers[object], place * STRIDE + QUIET);
                    if (stamp != stamp(object, place)) {
                        fail("changed: object=" + object + " place=" + place + " shows " + Long.toHexString(stamp));
                    }
                }
            }
            session.exit();
        }
        if (shared != sharedAdds.get()) {
            fail("lost updates: shared counters add up to " + shared + ", expected " + sharedAdds.get());
        }
        if (heap.space().protocol().cards().size() != 0) {
            fail("cards of moves that are over: " + heap.space().protocol().cards().size());
        }
        heap.verify().forEach(this::fail);
    }

    long moved() {
        return heap.compactor().migrator().counters().pagesMigrated();
    }

    @Override
    public String toString() {
        return "seed=" + seed + " begun=" + begun + " moved=" + moved() + " cancelled="
            + heap.compactor().migrator().counters().cancelled() + " pins=" + pins + " copied="
            + heap.compactor().migrator().counters().bytesCopied() + " sharedAdds=" + sharedAdds;
    }
}
