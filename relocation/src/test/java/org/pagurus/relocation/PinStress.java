package org.pagurus.relocation;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Native code and I/O, played by threads that write through pinned addresses outside of all sections, against a migrator that
 * takes any page it can get, pinned or not. Each pinner has a lane in every object that only it increments, through the address
 * or through its session as chance has it; what the one wrote the other has to see. Others free objects while they are pinned.
 *
 * <pre>
 *   object  | number | lane of pinner 0 | lane of pinner 1 | lane of the writer | number again |
 * </pre>
 */
final class PinStress extends Stress {
    private static final int OBJECTS = 400;
    private static final int OBJECT_BYTES = 1_000;
    private static final int PINNERS = 2;
    private static final int END = 32;
    /** Pins that a pinner holds at a time. */
    private static final int HELD = 24;
    private static final long STAMP = 0x5eed_5eed_5eed_5eedL;
    private static final long LONG_NANOS = 1_000_000_000L;

    private final Heap heap;
    private final long[] pointers = new long[OBJECTS];
    private final AtomicLong pins = new AtomicLong();
    private final AtomicLong freedWhilePinned = new AtomicLong();
    private long moved;

    PinStress(ReadMode mode, long seed, Function<PageTable, Protocol> protocolOf) {
        super(seed);
        this.heap = Heap.builder().capacity(64 << 20).readMode(mode).build(protocolOf);
    }

    /**
     * Runs until so many pages were moved and so many pins taken, or something was wrong, or the time is over.
     *
     * @return the first failure, or null
     */
    String run(long moves, long minPins, long limitNanos) throws InterruptedException {
        allocateSparsely();
        Thread[] threads = new Thread[PINNERS + 3];
        for (int i = 0; i < PINNERS; i++) {
            int lane = i;
            threads[i] = start("pinner-" + lane, () -> pinAndWrite(lane));
        }
        threads[PINNERS] = start("writer", this::write);
        threads[PINNERS + 1] = start("freer", this::freePinned);
        threads[PINNERS + 2] = start("churner", this::churn);
        move(moves, minPins, System.nanoTime() + limitNanos);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failures.isEmpty()) {
            heap.verify().forEach(this::fail);
            if (heap.stats().pinnedObjects() != 0) {
                fail("pins left: " + heap.stats().pinnedObjects());
            }
            heap.close();
        }
        return failures.peek();
    }

    private void allocateSparsely() {
        try (Session session = heap.openSession()) {
            for (int i = 0; i < OBJECTS * 8; i++) {
                long pointer = session.allocate(OBJECT_BYTES);
                if (i % 8 != 0) {
                    session.free(pointer);
                    continue;
                }
                session.enter();
                for (int at = 0; at <= END; at += 8) {
                    session.putLong(pointer, at, at == 0 || at == END ? i / 8 : 0);
                }
                session.exit();
                pointers[i / 8] = pointer;
            }
        }
    }

    /** A pin that a pinner holds. */
    private record Held(int object, long address) {
    }

    private void pinAndWrite(int lane) {
        Random random = new Random(seed + lane);
        long[] expected = new long[OBJECTS];
        int at = 8 + 8 * lane;
        ArrayDeque<Held> held = new ArrayDeque<>();
        try (Session session = heap.openSession()) {
            while (!stopped || !held.isEmpty()) {
                if (!stopped) {
                    int object = random.nextInt(OBJECTS);
                    held.addLast(new Held(object, session.pin(pointers[object])));
                    pins.incrementAndGet();
                }
                for (Held each : held) {
                    if (random.nextInt(4) == 0) {
                        expected[each.object]++;
                        RawMemory.putLong(each.address + at, RawMemory.getLong(each.address + at) + 1);
                    }
                }
                check(session, held.peekFirst(), at, expected, random);
                if (stopped || held.size() > HELD) {
                    session.unpin(pointers[held.pollFirst().object]);
                }
            }
        }
    }

    private void check(Session session, Held pin, int at, long[] expected, Random random) {
        long pointer = pointers[pin.object];
        session.enter();
        if (random.nextBoolean()) {
            session.putLong(pointer, at, session.getLong(pointer, at) + 1);
            expected[pin.object]++;
        }
        long seen = session.getLong(pointer, at);
        long address = session.address(pointer);
        session.exit();
        long raw = RawMemory.getLong(pin.address + at);
        if (seen != expected[pin.object] || raw != seen) {
            fail("lost update: object=" + pin.object + " offset=" + at + " is " + seen + ", through the pin " + raw
                + ", expected " + expected[pin.object]);
        }
        if (address != pin.address) {
            fail("moved while pinned: object=" + pin.object);
        }
        if (RawMemory.getLong(pin.address) != pin.object || RawMemory.getLong(pin.address + END) != pin.object) {
            fail("recycled while pinned: object=" + pin.object + " shows " + RawMemory.getLong(pin.address));
        }
    }

    /** Writes as others do, and finds pages pinned, isolated, on the move. */
    private void write() {
        Random random = new Random(seed + 100);
        long[] expected = new long[OBJECTS];
        int at = 8 + 8 * PINNERS;
        try (Session session = heap.openSession()) {
            while (!stopped) {
                int object = random.nextInt(OBJECTS);
                session.enter();
                session.putLong(pointers[object], at, session.getLong(pointers[object], at) + 1);
                expected[object]++;
                long seen = session.getLong(pointers[object], at);
                if (seen != expected[object]) {
                    fail("lost update of the writer: object=" + object + " is " + seen + ", expected " + expected[object]);
                }
                session.exit();
            }
        }
    }

    /** Objects that are freed while they are pinned keep their contents until they are unpinned. */
    private void freePinned() {
        Random random = new Random(seed + 200);
        ArrayDeque<long[]> held = new ArrayDeque<>();
        try (Session session = heap.openSession()) {
            while (!stopped || !held.isEmpty()) {
                if (!stopped) {
                    long pointer = session.allocate(OBJECT_BYTES, random.nextBoolean() ? PageKind.MOVABLE : PageKind.UNMOVABLE);
                    long address = session.pin(pointer);
                    RawMemory.putLong(address, STAMP);
                    RawMemory.putLong(address + OBJECT_BYTES - 8, STAMP);
                    session.free(pointer);
                    held.addLast(new long[] {pointer, address});
                    freedWhilePinned.incrementAndGet();
                }
                long[] oldest = held.peekFirst();
                if (RawMemory.getLong(oldest[1]) != STAMP || RawMemory.getLong(oldest[1] + OBJECT_BYTES - 8) != STAMP) {
                    fail("reused while pinned: " + oldest[0]);
                }
                if (stopped || held.size() > 4 * HELD) {
                    session.unpin(held.pollFirst()[0]);
                }
            }
        }
    }

    /** Takes what is free, of both kinds, and writes all over it. */
    private void churn() {
        Random random = new Random(seed + 300);
        long[] mine = new long[300];
        try (Session session = heap.openSession()) {
            while (!stopped) {
                int i = random.nextInt(mine.length);
                if (mine[i] != 0) {
                    session.free(mine[i]);
                }
                mine[i] = session.allocate(OBJECT_BYTES, random.nextInt(4) > 0 ? PageKind.MOVABLE : PageKind.UNMOVABLE);
                session.enter();
                for (int at = 0; at + 8 <= OBJECT_BYTES; at += 8) {
                    session.putLong(mine[i], at, -1L);
                }
                session.exit();
            }
        }
    }

    private void move(long moves, long minPins, long deadline) {
        Random random = new Random(seed + 400);
        ForcedMoves forced = new ForcedMoves(heap, random);
        while (!stopped && (forced.migrated() < moves || pins.get() < minPins) && System.nanoTime() - deadline < 0) {
            if (random.nextBoolean()) {
                forced.isolateSome();
            } else {
                forced.isolateRecklessly(Collections.nCopies(2, () -> Place.page(heap, pointers[random.nextInt(OBJECTS)])));
            }
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
        stopped = true;
        forced.finish();
    }

    long moved() {
        return moved;
    }

    long pins() {
        return pins.get();
    }

    long freedWhilePinned() {
        return freedWhilePinned.get();
    }
}
