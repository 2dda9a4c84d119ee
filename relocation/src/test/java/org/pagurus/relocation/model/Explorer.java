package org.pagurus.relocation.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Goes through all states of a model, breadth first, so that the first violation has a shortest trace. */
final class Explorer {
    private final Model model;
    private final Set<Property> ignored = EnumSet.noneOf(Property.class);
    private final StateSet states = new StateSet();
    /** From where each state was reached first. */
    private final IntList parents = new IntList();
    private final IntList sources = new IntList();
    private final IntList targets = new IntList();
    private final BitSet ends = new BitSet();
    private final long[] here = new long[State.WORDS];
    private final long[] there = new long[State.WORDS];

    /** An explorer that looks for violations of all properties but these. */
    Explorer(Model model, Property... ignored) {
        this.model = model;
        this.ignored.addAll(List.of(ignored));
    }

    Exploration explore() {
        model.store(here);
        states.add(here);
        parents.add(-1);
        for (int at = 0; at < states.size(); at++) {
            int move = -1;
            try {
                boolean moved = false;
                states.get(at, here);
                model.load(here);
                for (move = 0; move < Model.MOVES; move++) {
                    moved |= move(at, move);
                }
                move = -1;
                end(at, moved);
            } catch (Violation violation) {
                return found(violation.property(), violation.getMessage(), at, move);
            } catch (IllegalStateException refused) {
                return found(Property.LEGAL_TRANSITIONS, refused.getMessage(), at, move);
            }
        }
        int trapped = firstWithoutEnd();
        return trapped >= 0 ? found(Property.END_IN_REACH, "from here not all can come to their end", trapped, -1)
            : new Exploration(states.size(), sources.size(), null, null, List.of());
    }

    /** Makes a move, if it can be made, and goes back. @return whether it changed anything */
    private boolean move(int at, int move) {
        if (!model.step(move)) {
            if (Model.isMigrators(move) && model.isMigrating()) {
                report(Property.NO_WAIT_IN_MIGRATING, "the migrator waits with a page in MIGRATING");
            }
            return false;
        }
        model.reduce();
        model.store(there);
        int to = states.add(there);
        if (to >= 0) {
            parents.add(at);
            model.check();
        }
        model.load(here);
        if (~to == at) {
            return false;
        }
        sources.add(at);
        targets.add(Math.max(to, ~to));
        return true;
    }

    private void end(int at, boolean moved) {
        if (model.hasEnded()) {
            ends.set(at);
        } else if (!moved) {
            report(Property.NO_DEADLOCK, "nobody can go on");
        }
    }

    private void report(Property property, String what) {
        if (!ignored.contains(property)) {
            throw new Violation(property, what);
        }
    }

    /** The first state from which no end can be reached, or -1. Targets mostly come later than sources: few rounds are needed. */
    private int firstWithoutEnd() {
        for (boolean more = true; more;) {
            more = false;
            for (int i = sources.size() - 1; i >= 0; i--) {
                if (ends.get(targets.get(i)) && !ends.get(sources.get(i))) {
                    ends.set(sources.get(i));
                    more = true;
                }
            }
        }
        int first = ends.nextClearBit(0);
        return first < states.size() ? first : -1;
    }

    private Exploration found(Property property, String what, int at, int lastMove) {
        Deque<Integer> path = new ArrayDeque<>();
        for (int state = at; parents.get(state) >= 0; state = parents.get(state)) {
            path.push(state);
        }
        List<String> trace = new ArrayList<>();
        states.get(0, here);
        for (int state : path) {
            states.get(state, there);
            trace.add(goTo(there));
        }
        if (lastMove >= 0) {
            trace.add(goWrong());
        }
        return new Exploration(states.size(), sources.size(), property, what, trace);
    }

    /** Repeats the move to a state, without putting accessors in order: each keeps its number through the whole trace. */
    private String goTo(long[] wanted) {
        long[] sorted = new long[State.WORDS];
        for (int move = 0; move < Model.MOVES; move++) {
            model.load(here);
            if (model.step(move)) {
                String told = model.told(move);
                long[] next = new long[State.WORDS];
                model.store(next);
                model.reduce();
                model.store(sorted);
                if (Arrays.equals(sorted, wanted)) {
                    System.arraycopy(next, 0, here, 0, State.WORDS);
                    return told;
                }
            }
        }
        throw new AssertionError("a trace cannot be repeated");
    }

    /** Repeats the move that broke a property: the first that breaks one. */
    private String goWrong() {
        for (int move = 0; move < Model.MOVES; move++) {
            model.load(here);
            try {
                if (model.step(move)) {
                    model.check();
                } else if (Model.isMigrators(move) && model.isMigrating()) {
                    return "migrator waits";
                }
            } catch (Violation | IllegalStateException e) {
                return model.told(move);
            }
        }
        throw new AssertionError("a trace cannot be repeated");
    }
}
