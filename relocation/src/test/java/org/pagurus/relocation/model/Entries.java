package org.pagurus.relocation.model;

import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * The real page table of the model's two pages, whose words are set before each step and read after it, and a short form of
 * the words for the state: state in bits 0 and 1, pins in 2 and 3, folded in 4, frame number or version in 5 to 7.
 */
final class Entries implements AutoCloseable {
    /** The class whose page is one frame of two slots. */
    static final int SIZE_CLASS = SizeClasses.LAST_SLOT_CLASS;
    static final int SLOT_BYTES = SizeClasses.slotBytes(SIZE_CLASS);
    private static final int FRAME_SHIFT = 16;
    private static final int CODES = 256;

    private final PageTable table = new PageTable(State.PAGES);
    private final long[] words = new long[CODES];
    private final boolean sealed;

    /** @param sealed whether the pages are, so that there are no states but PRESENT, without pins */
    Entries(boolean sealed) {
        this.sealed = sealed;
        for (int code = 0; code < CODES; code++) {
            long word = make(code & 3, code >>> 2 & 3, (code & 16) != 0, code >>> 5);
            words[code] = sealed && (code & 15) != 0 ? Entry.ABSENT : Entry.isAbsent(word) ? word : mark(word);
        }
    }

    /** A fresh entry of one of the pages. */
    long mark(long entry) {
        return sealed ? Entry.seal(entry) : entry;
    }

    /** The word, by the real transitions; 0 if there are none that lead to it. */
    private static long make(int state, int pins, boolean folded, int where) {
        if (where == 0 || state > Entry.MIGRATING || state == Entry.MIGRATING && pins > 0) {
            return Entry.ABSENT;
        }
        long entry = folded ? Entry.folded(SIZE_CLASS, where) : Entry.present(SIZE_CLASS, (long) where << FRAME_SHIFT);
        entry = Entry.isolate(entry);
        for (int i = 0; i < pins; i++) {
            entry = Entry.pin(entry);
        }
        return state == Entry.MIGRATING ? Entry.begin(entry) : state == Entry.PRESENT ? Entry.putBack(entry) : entry;
    }

    PageTable table() {
        return table;
    }

    /** The address of a frame. Nothing is there: the model keeps the contents. */
    static long address(int frame) {
        return (long) (frame + 1) << FRAME_SHIFT;
    }

    /** The slot of all frames' slots that an address is of. */
    static int slotAt(long address) {
        return (int) ((address - address(0)) / SLOT_BYTES);
    }

    long word(int code) {
        return words[code];
    }

    int code(long word) {
        int where = Entry.isFolded(word) ? Entry.foldVersion(word) : (int) (Entry.address(word) >>> FRAME_SHIFT);
        int code = Entry.state(word) | Entry.pins(word) << 2 | (Entry.isFolded(word) ? 16 : 0) | where << 5;
        if (code >>> 8 != 0 || words[code] != word) {
            throw new Violation(Property.LEGAL_TRANSITIONS, "no transitions lead to " + Entry.toString(word));
        }
        return code;
    }

    void toTable(State state) {
        for (int page = 0; page < State.PAGES; page++) {
            RawMemory.putLong(table.address() + 8L * page, words[state.entries[page]]);
        }
    }

    void fromTable(State state) {
        for (int page = 0; page < State.PAGES; page++) {
            state.entries[page] = code(table.entryAcquire(page));
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
