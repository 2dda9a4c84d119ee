package org.pagurus.relocation.model;

import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.relocation.internal.protocol.Protocol;

/** What the steps of accessors and migrator have in common. */
abstract class Steps {
    final State state;
    final Entries entries;
    final Folds folds;
    final Protocol protocol;
    final Scene scene;
    final Combination combination;
    final Mutation mutation;
    /** What the last step did, in words, with {@code %s} for the page. Put together only if a trace is printed. */
    private String said;
    private int saidOf;

    Steps(State state, Entries entries, Folds folds, Scene scene, Combination combination, Mutation mutation) {
        this.state = state;
        this.entries = entries;
        this.folds = folds;
        this.scene = scene;
        this.combination = combination;
        this.mutation = mutation;
        this.protocol = mutation.protocol(entries.table());
    }

    final void say(String what) {
        said = what;
    }

    final void say(String what, int page) {
        said = what;
        saidOf = page;
    }

    final String said() {
        return String.format(said, name(saidOf));
    }

    /** The slot in memory that an entry of a page leads to, found as a translator does; -1 if the page has moved on. */
    final int slotOf(int page, long entry) {
        if (Entry.isFolded(entry)) {
            long address = folds.addressOf(state.folds[page], Entry.foldVersion(entry));
            return address == 0 ? -1 : Entries.slotAt(address);
        }
        return Entries.slotAt(Entry.address(entry)) + page;
    }

    static String name(int page) {
        return page == 0 ? "A" : "B";
    }
}
