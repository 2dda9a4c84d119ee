package org.pagurus.relocation.model;

import java.util.List;

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
    /** The report of a test. */
    String report() {
        StringBuilder text = new StringBuilder().append(states).append(" states, ").append(transitions).append(" transitions");
        if (broken != null) {
            text.append("; not true after ").append(trace.size()).append(" moves: ").append(broken).append(": ").append(what);
            trace.forEach(move -> text.append("\n  ").append(move));
        }
        return text.toString();
    }
}
