package org.pagurus.relocation.model;

import java.util.List;
import java.util.Locale;

/**
 * What an {@link Explorer} has found.
 *
 * @param states      states that were reached
 * @param transitions moves from one of them to another
 * @param broken      the property that does not hold, or null
 * @param what        how it does not hold
 * @param trace       the moves that lead there, in words, as few as possible
 */
record Exploration(int states, int transitions, Property broken, String what, List<String> trace) {
    /** In one line. */
    String summary() {
        String size = String.format(Locale.ROOT, "%,d states, %,d transitions", states, transitions);
        return broken == null ? size : size + ", " + broken + " broken after " + trace.size() + " moves";
    }

    /** With the trace. */
    String report() {
        return summary() + (broken == null ? "" : ": " + what + "\n  " + String.join("\n  ", trace));
    }
}
