package org.pagurus.relocation.model;

import org.pagurus.allocator.internal.pages.Entry;

/**
 * The steps from a pointer to an address, after {@code Translator}: load the entry; go careful if it is not plain; look the
 * slots up if the page is folded. Each step makes one access to memory that others can change.
 */
abstract class TranslationSteps extends Steps {
    TranslationSteps(State state, Entries entries, Folds folds, Scene scene, Combination combination, Mutation mutation) {
        super(state, entries, folds, scene, combination, mutation);
    }

    final void load(int number, AccessorState a, String why) {
        say(why, a.page);
        decide(number, a, protocol.entry(a.page));
    }

    private void decide(int number, AccessorState a, long entry) {
        a.loaded = 0;
        if (a.write == 1 && Entry.isSealed(entry) && mutation != Mutation.WRITER_LET_IN) {
            a.at = AccessorState.REFUSED;
            return;
        }
        int found = Entry.state(entry);
        boolean careful = a.write == 1 ? mutation != Mutation.UNPINNED_WRITER || found == Entry.MIGRATING
            : combination.exclusive() && (mutation != Mutation.UNPINNED_READER || found == Entry.MIGRATING);
        boolean toHold = careful && found != Entry.PRESENT && !a.hasPinned(a.page);
        if (toHold && combination.waits(number) && isWorthWaiting(found)) {
            a.at = AccessorState.REGISTER;
            return;
        }
        a.waitsFor = 0;
        if (toHold) {
            a.loaded = entries.code(entry);
            a.at = AccessorState.HOLD;
        } else {
            found(a, entry);
        }
    }

    private boolean isWorthWaiting(int found) {
        return found == Entry.MIGRATING || found == Entry.ISOLATED
            && (mutation == Mutation.WAIT_ON_ISOLATED || mutation == Mutation.SPIN_ON_ISOLATED);
    }

    /** The page may be accessed under this entry. Where its slots are must be looked up if it is folded. */
    private void found(AccessorState a, long entry) {
        if (Entry.isFolded(entry)) {
            a.loaded = entries.code(entry);
            a.at = AccessorState.LOCATE;
        } else {
            address(a, slotOf(a.page, entry));
        }
    }

    final void locate(AccessorState a) {
        int slot = slotOf(a.page, entries.word(a.loaded));
        a.loaded = 0;
        if (slot < 0) {
            a.at = AccessorState.LOAD;
            say("does not find the version: the page has moved on");
        } else {
            address(a, slot);
            say("finds the address by the version");
        }
    }

    static void address(AccessorState a, int slot) {
        a.slot = slot;
        a.heldFrames |= 1 << slot / State.SLOTS;
        a.at = AccessorState.ACCESS;
    }

    /** {@code Translator.tryHold} and {@code tryPutBack}, with the entry that was loaded in an earlier step. */
    final void hold(int number, AccessorState a) {
        long entry = entries.word(a.loaded);
        boolean migrating = Entry.state(entry) == Entry.MIGRATING;
        a.loaded = 0;
        a.at = AccessorState.LOAD;
        if (scene.isWithoutPins(number) && !migrating) {
            protocol.putBack(a.page);
            say("puts %s back, as it has no room for a pin", a.page);
        } else if (!(migrating ? protocol.tryCancel(a.page, entry) : protocol.tryPin(a.page, entry))) {
            say(migrating ? "is too late to cancel the move of %s" : "is too late to pin %s", a.page);
        } else if (scene.isWithoutPins(number)) {
            a.at = AccessorState.CANCELLED_TO_PUT_BACK;
            say("cancels the move of %s, and has no room for the pin", a.page);
        } else {
            a.pins |= 1 << a.page;
            found(a, entry);
            say(migrating ? "cancels the move of %s" : "pins %s", a.page);
        }
    }

    final void register(AccessorState a) {
        a.waitsFor = a.page + 1;
        a.at = mutation == Mutation.LOST_WAKE_UP ? AccessorState.PARKED : AccessorState.LOOK_AGAIN;
        say("is registered as a waiter for %s", a.page);
    }

    final void lookAgain(int number, AccessorState a) {
        long entry = protocol.entry(a.page);
        if (isWorthWaiting(Entry.state(entry))) {
            a.at = mutation == Mutation.SPIN_ON_ISOLATED ? AccessorState.LOAD : AccessorState.PARKED;
            say("looks again, and parks");
        } else {
            decide(number, a, entry);
            say("looks again, and need not wait");
        }
    }
}
