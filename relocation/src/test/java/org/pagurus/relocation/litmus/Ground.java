package org.pagurus.relocation.litmus;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.MigrateType;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/**
 * What the states of one litmus test share: a space, its migrator, an accessor for each thread of jcstress, and the pages that no
 * state has now. One for each test class, in a static field: jcstress makes millions of states, and a heap for each would take
 * longer than the race. All of it is what a heap has; only who opens sessions and when pages are moved is the test's.
 */
final class Ground {
    /** Pages of one large object, of which little is used. */
    static final int WHOLE = SizeClasses.classFor(64 << 10);
    /** Pages of many slots: the ones to fold. */
    static final int SLOTTED = SizeClasses.classFor(Place.OBJECT_BYTES);
    /** What a free frame holds as soon as anybody has taken it. */
    static final long POISON = 0xDEAD_DEAD_DEAD_DEADL;

    /** Address space for the pages and the moves of all states that there are at a time. */
    private static final long CAPACITY = 2L << 30;
    private static final long LONG_NANOS = 1_000_000_000L;
    /** So many tries, and then others are let in: whoever holds a section up may have lost its processor. */
    private static final int TRIES = 64;
    private static final long FIRST_MOVE_NANOS = 10_000;
    private static final int MOVES_OF_AVERAGE = 32;

    private final int sizeClass;
    private final Space space;
    private final Migrator migrator;
    private final ThreadLocal<Accessor> accessors;
    private final ConcurrentLinkedQueue<Place> idle = new ConcurrentLinkedQueue<>();
    /** Opaque, as all that the two sides tell each other outside the protocol: it orders nothing. */
    private final AtomicLong moveNanos = new AtomicLong(FIRST_MOVE_NANOS);

    /** A heap that reads through. */
    Ground(int sizeClass, Function<PageTable, Protocol> protocolOf) {
        this(sizeClass, protocolOf, false, false);
    }

    /**
     * A heap.
     *
     * @param exclusive    whether readers pin, as {@code ReadMode.EXCLUSIVE} has it
     * @param freeAtCommit what the migrator takes the read mode for; in a heap it is the same
     */
    Ground(int sizeClass, Function<PageTable, Protocol> protocolOf, boolean exclusive, boolean freeAtCommit) {
        this.sizeClass = sizeClass;
        this.space = new Space(CAPACITY, 0, false, RcuDomain.strict("litmus"), protocolOf);
        this.migrator = new Migrator(space, freeAtCommit);
        this.accessors = ThreadLocal.withInitial(() -> new Accessor(space, exclusive));
    }

    /** Whether moves fold. */
    boolean isFolding() {
        return sizeClass != WHOLE;
    }

    Accessor accessor() {
        return accessors.get();
    }

    Space space() {
        return space;
    }

    Protocol protocol() {
        return space.protocol();
    }

    // ---- places ----

    /** A page that is plain or folded; the first and the last word of its object have this value. */
    Place take(long value) {
        Place place = idle.poll();
        place = place != null ? place : create();
        Accessor accessor = accessor();
        accessor.enter();
        long address = accessor.writable(place.pointer());
        RawMemory.putLong(address, value);
        RawMemory.putLong(address + Place.LAST, value);
        accessor.exit();
        return place;
    }

    private Place create() {
        Page page = space.create(sizeClass, Place.USED_BYTES, Page.HELD);
        if (page == null) {
            throw new IllegalStateException("no memory for so many states at a time; ask jcstress for fewer: -strideCount");
        }
        // Every second slot of the first few stays free, so that a fold changes where the object is within its page.
        int slot = page.allocateSlot();
        for (int i = 0; isFolding() && i < 4; i++) {
            int next = page.allocateSlot();
            if (i % 2 == 0) {
                page.releaseSlot(slot);
            }
            slot = next;
        }
        page.setOwner(Page.UNOWNED);
        return new Place(page, Pointer.of(page.id(), slot * SizeClasses.slotBytes(sizeClass)));
    }

    /** The first word of a place when all is over; the next state may have the place. */
    long giveBack(Place place) {
        Accessor accessor = accessor();
        accessor.enter();
        long value = accessor.get(place.pointer(), 0);
        accessor.exit();
        idle.add(place);
        return value;
    }

    /** As {@link #take}, and its move has begun. */
    Move begin(long value) {
        return new Move(this, take(value));
    }

    /** As {@link #giveBack(Place)}, when the move is over. */
    long giveBack(Move move) {
        move.end();
        return giveBack(move.place());
    }

    // ---- moves ----

    /**
     * One thread at a time: one whole move, as the compactor makes it. Slotted pages are folded, alone in their run.
     *
     * @param after what follows while the accessor may still be there
     */
    void move(Place place, Runnable after) {
        long start = System.nanoTime();
        Run run = place.page().run();
        boolean any = !isFolding() || run.isFolded() ? migrator.addMove(run) : migrator.addFold(List.of(run), false);
        for (int tries = 1; any && !migrator.isIdle(); tries++) {
            migrator.step(System.nanoTime() + LONG_NANOS);
            if (tries % TRIES == 0) {
                Thread.yield();
            }
        }
        space.domain().poll();
        after.run();
        long average = moveNanos.getOpaque();
        // A move that lost its processor counts little.
        long now = Math.min(System.nanoTime() - start, 2 * average);
        moveNanos.setOpaque(average + (now - average) / MOVES_OF_AVERAGE);
    }

    /** About how long a move takes now: an accessor that lingers for a time below this meets it at any of its steps. */
    long moveNanos() {
        return moveNanos.getOpaque();
    }

    /** Takes the frames that a session would get now, writes to them as it would, and frees them. */
    void churn() {
        Run first = takeFrame();
        Run second = takeFrame();
        RawMemory.putLong(first.address(), POISON);
        RawMemory.putLong(second.address(), POISON);
        space.freeRun(second);
        space.freeRun(first);
    }

    /** A frame of no page, for a move that a test makes step by step. */
    Run takeFrame() {
        return space.takeTarget(1, WHOLE, Place.USED_BYTES, MigrateType.MOVABLE);
    }

    /** The pins of a page now. */
    int pins(Place place) {
        return Entry.pins(protocol().entry(place.id()));
    }
}
