package org.pagurus.relocation.model;

/** Everything that the steps of accessors and migrator read and change, in small numbers; {@link #transfer} is the layout. */
final class State {
    static final int ACCESSORS = 3;
    static final int PAGES = 2;
    static final int FRAMES = 4;
    /** Slots in a frame. */
    static final int SLOTS = 2;
    static final int WORDS = 4;
    /** What a slot holds whose contents nobody may use. */
    static final int POISON = 7;


    /** Entry words, as {@link Entries} shortens them. */
    final int[] entries = new int[PAGES];
    /** The real page objects, by their number in {@link Folds}. */
    final int[] folds = new int[PAGES];
    /** The frame of each page's run, as the migrator knows it. */
    final int[] runs = new int[PAGES];
    /** Writes to each page that were made. Its one slot must hold this number: each write adds one. */
    final int[] writes = new int[PAGES];
    /** Contents of the slots of all frames. */
    final int[] memory = new int[FRAMES * SLOTS];
    /** Whether each frame is in use: 1 until it is free. */
    final int[] inUse = new int[FRAMES];
    /** The sections that each frame waits for since it was retired, a bit for each accessor. */
    final int[] frameWaits = new int[FRAMES];
    final AccessorState[] accessors = new AccessorState[ACCESSORS];
    final MigratorState migrator = new MigratorState();

    State() {
        for (int i = 0; i < ACCESSORS; i++) {
            accessors[i] = new AccessorState();
        }
    }

    /** Exchanges two accessors, with all that is noted of them elsewhere. */
    void exchange(int one, int other) {
        AccessorState first = accessors[one];
        accessors[one] = accessors[other];
        accessors[other] = first;
        migrator.grace = exchangeBits(migrator.grace, one, other);
        for (int frame = 0; frame < FRAMES; frame++) {
            frameWaits[frame] = exchangeBits(frameWaits[frame], one, other);
        }
    }

    private static int exchangeBits(int set, int one, int other) {
        int differ = (set >>> one ^ set >>> other) & 1;
        return set ^ (differ << one | differ << other);
    }

    /**
     * With one page: only differences between numbers of writes matter, so those that all have seen are left out. A slot that
     * is not poisoned has held the page at some time.
     */
    void countWritesFromTheOldest() {
        int oldest = writes[0];
        for (int value : memory) {
            oldest = Math.min(oldest, value);
        }
        for (AccessorState accessor : accessors) {
            oldest = accessor.isReading() ? Math.min(oldest, accessor.floor) : oldest;
        }
        if (oldest > 0) {
            writes[0] -= oldest;
            for (int i = 0; i < memory.length; i++) {
                memory[i] -= memory[i] == POISON ? 0 : oldest;
            }
            for (AccessorState accessor : accessors) {
                accessor.floor -= accessor.isReading() ? oldest : 0;
            }
        }
    }

    void transfer(Packing packing) {
        packing.fields(entries, 8);
        packing.fields(folds, 6);
        packing.fields(runs, 2);
        packing.fields(writes, 3);
        packing.fields(memory, 3);
        packing.fields(inUse, 1);
        packing.fields(frameWaits, 3);
        for (AccessorState accessor : accessors) {
            accessor.transfer(packing);
        }
        migrator.transfer(packing);
    }

    /** The accessors that are in a section: what a grace period that starts now waits for. */
    int sections() {
        int sections = 0;
        for (int i = 0; i < ACCESSORS; i++) {
            sections |= accessors[i].inSection() ? 1 << i : 0;
        }
        return sections;
    }

    /** A frame that its last page has left waits for the sections that are running, and is free as soon as they have ended. */
    void retire(int frame) {
        frameWaits[frame] = sections();
        if (frameWaits[frame] == 0) {
            free(frame);
        }
    }

    /** An accessor has left its section. */
    void sectionEnded(int accessor) {
        migrator.grace &= ~(1 << accessor);
        for (int frame = 0; frame < FRAMES; frame++) {
            if (frameWaits[frame] == 1 << accessor) {
                free(frame);
            }
            frameWaits[frame] &= ~(1 << accessor);
        }
    }

    /** Makes a frame free. Nobody may hold an address in it (I3). */
    void free(int frame) {
        inUse[frame] = 0;
        frameWaits[frame] = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            memory[frame * SLOTS + slot] = POISON;
        }
        for (int i = 0; i < ACCESSORS; i++) {
            if ((accessors[i].heldFrames & 1 << frame) != 0) {
                throw new Violation(Property.USE_AFTER_FREE, "frame " + (frame + 1) + " is free while the section of accessor "
                    + (i + 1) + " holds an address in it");
            }
        }
    }
}
