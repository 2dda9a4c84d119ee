package org.pagurus.relocation.model;

/** Where one accessor stands in its section. What is of no use any more is 0, so that equal situations are equal states. */
final class AccessorState {
    static final int OUTSIDE = 0;
    static final int NEXT_ACCESS = 1;
    static final int LOAD = 2;
    static final int HOLD = 3;
    static final int LOCATE = 4;
    static final int ACCESS = 5;
    static final int CANCELLED_TO_PUT_BACK = 6;
    static final int DROP_OWN_PIN = 7;
    static final int REGISTER = 8;
    static final int LOOK_AGAIN = 9;
    static final int PARKED = 10;
    static final int UNPIN = 11;
    static final int ENDED = 12;
    static final int REFUSED = 13;

    int at;
    /** How many accesses the section has made. */
    int made;
    /** The access under way: its page, and whether it writes. */
    int page;
    int write;
    /** The entry it loaded, as {@link Entries} shortens it. */
    int loaded;
    /** The slot whose address it found. */
    int slot;
    /** The frames that it holds addresses in, until the section ends. */
    int heldFrames;
    /** The pages that it has pinned. */
    int pins;
    /** Writes to the page when the read began: it must not see fewer. */
    int floor;
    /** The page for whose migrator it waits, plus one. */
    int waitsFor;
    /** Whether it was unparked. */
    int permit;

    void transfer(Packing packing) {
        at = packing.field(at, 4);
        made = packing.field(made, 2);
        page = packing.field(page, 1);
        write = packing.field(write, 1);
        loaded = packing.field(loaded, 8);
        slot = packing.field(slot, 3);
        heldFrames = packing.field(heldFrames, State.FRAMES);
        pins = packing.field(pins, State.PAGES);
        floor = packing.field(floor, 3);
        waitsFor = packing.field(waitsFor, 2);
        permit = packing.field(permit, 1);
    }

    /** All fields in one number, by which accessors that are alike are put in order. */
    long key() {
        long high = (((at << 2 | made) << 1 | page) << 1 | write) << 8 | loaded;
        return ((((high << 3 | slot) << State.FRAMES | heldFrames) << State.PAGES | pins) << 3 | floor) << 3 | waitsFor << 1
            | permit;
    }

    boolean inSection() {
        return at != OUTSIDE && at != ENDED;
    }

    /** Whether {@link #floor} has a meaning. */
    boolean isReading() {
        return write == 0 && at >= LOAD && at < UNPIN;
    }

    boolean hasPinned(int which) {
        return (pins & 1 << which) != 0;
    }
}
