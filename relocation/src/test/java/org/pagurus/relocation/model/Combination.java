package org.pagurus.relocation.model;

/**
 * How a heap's accessors meet moves.
 *
 * @param meeting   what they do at a migration entry
 * @param exclusive whether readers behave as writers
 */
record Combination(Meeting meeting, boolean exclusive) {
    /** What accessors do at a migration entry. */
    enum Meeting {
        /** Undo the move. */
        CANCEL,
        /** Wait for its end. */
        WAIT,
        /** The first accessor cancels, the others wait: the policy can be chosen for a section. */
        MIXED
    }

    boolean waits(int accessor) {
        return meeting == Meeting.WAIT || meeting == Meeting.MIXED && accessor > 0;
    }

    boolean anyWaits() {
        return meeting != Meeting.CANCEL;
    }

    boolean anyCancels() {
        return meeting != Meeting.WAIT;
    }

    @Override
    public String toString() {
        return meeting + " x " + (exclusive ? "EXCLUSIVE" : "READ_THROUGH");
    }
}
