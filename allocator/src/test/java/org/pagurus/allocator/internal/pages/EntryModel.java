package org.pagurus.allocator.internal.pages;

import java.util.ArrayList;
import java.util.List;

/**
 * What an entry means, written a second time without bits: five fields, and a table of the legal transitions. The word is built
 * by adding up its fields, so that it shares no mask or shift with {@link Entry}.
 *
 * @param state     the state
 * @param pins      0 to 2^20 - 1
 * @param folded    whether {@code where} is a descriptor
 * @param sizeClass 1 to 255, 0 if absent
 * @param where     the frame number or the descriptor's id
 */
record EntryModel(State state, int pins, boolean folded, int sizeClass, long where) {
    static final int MAX_PINS = 1_048_575;
    static final EntryModel ABSENT = new EntryModel(State.ABSENT, 0, false, 0, 0);

    enum State { ABSENT, PRESENT, ISOLATED, MIGRATING }

    enum Transition { ISOLATE, PIN, HOLD, UNPIN, BEGIN, COMMIT, CANCEL, PUT_BACK, REMOVE }

    /** A legal transition: from a state with pins in a range, to a state with this many pins more. */
    private record Rule(Transition transition, State from, int minPins, int maxPins, State to, int morePins) {
    }

    private static final List<Rule> RULES = List.of(
        new Rule(Transition.ISOLATE, State.PRESENT, 0, 0, State.ISOLATED, 0),
        new Rule(Transition.PIN, State.ISOLATED, 0, MAX_PINS - 1, State.ISOLATED, 1),
        new Rule(Transition.HOLD, State.PRESENT, 0, MAX_PINS - 1, State.PRESENT, 1),
        new Rule(Transition.HOLD, State.ISOLATED, 0, MAX_PINS - 1, State.ISOLATED, 1),
        new Rule(Transition.UNPIN, State.PRESENT, 1, MAX_PINS, State.PRESENT, -1),
        new Rule(Transition.UNPIN, State.ISOLATED, 1, MAX_PINS, State.ISOLATED, -1),
        new Rule(Transition.BEGIN, State.ISOLATED, 0, 0, State.MIGRATING, 0),
        new Rule(Transition.COMMIT, State.MIGRATING, 0, 0, State.PRESENT, 0),
        new Rule(Transition.CANCEL, State.MIGRATING, 0, 0, State.ISOLATED, 1),
        new Rule(Transition.PUT_BACK, State.ISOLATED, 0, MAX_PINS, State.PRESENT, 0),
        new Rule(Transition.REMOVE, State.PRESENT, 0, 0, State.ABSENT, 0));

    /** The entry after a transition, or null if it is illegal. A commit moves to {@code target}. */
    EntryModel after(Transition transition, EntryModel target) {
        for (Rule rule : RULES) {
            if (rule.transition == transition && rule.from == state && pins >= rule.minPins && pins <= rule.maxPins) {
                return switch (transition) {
                    case COMMIT -> isCommitTarget(target) ? target : null;
                    case REMOVE -> ABSENT;
                    default -> new EntryModel(rule.to, pins + rule.morePins, folded, sizeClass, where);
                };
            }
        }
        return null;
    }

    private boolean isCommitTarget(EntryModel target) {
        return target.state == State.PRESENT && target.pins == 0 && target.sizeClass == sizeClass;
    }

    boolean isPlain() {
        return state == State.ABSENT || state == State.PRESENT && !folded && pins == 0;
    }

    /** The word, as the sum of its fields. */
    long word() {
        long stateNumber = switch (state) {
            case ABSENT, PRESENT -> 0;
            case ISOLATED -> 1;
            case MIGRATING -> 2;
        };
        long sum = stateNumber * 2_305_843_009_213_693_952L
            + (folded ? 1_152_921_504_606_846_976L : 0)
            + pins * 1_099_511_627_776L
            + sizeClass * 4_294_967_296L
            + where;
        return isPlain() ? sum + reach() * 1_099_511_627_776L : sum + Long.MIN_VALUE;
    }

    /** Of a plain entry: where accesses have to end before, as far as 23 bits tell. */
    long reach() {
        return state == State.ABSENT ? 0 : Math.min(SizeClasses.slots(sizeClass) * (long) SizeClasses.slotBytes(sizeClass) + 1,
            8_388_607L);
    }

    /** ABSENT, and every state with few and many pins, folded or not, of the outermost and some inner classes and places. */
    static List<EntryModel> representatives() {
        List<EntryModel> all = new ArrayList<>();
        all.add(ABSENT);
        long[] frameNumbers = {1, 2, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL};
        long[] descriptors = {1, 77, Integer.MAX_VALUE};
        for (State state : List.of(State.PRESENT, State.ISOLATED, State.MIGRATING)) {
            for (int pins : new int[] {0, 1, 2, MAX_PINS - 1, MAX_PINS}) {
                for (int sizeClass : new int[] {1, 128, 144, 176, 255}) {
                    for (long frame : frameNumbers) {
                        all.add(new EntryModel(state, pins, false, sizeClass, frame));
                    }
                    for (long descriptor : descriptors) {
                        all.add(new EntryModel(state, pins, true, sizeClass, descriptor));
                    }
                }
            }
        }
        return all;
    }
}
