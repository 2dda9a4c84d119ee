package org.pagurus.relocation.model;

/** The steps of accessors: a section, its accesses one after the other, and its end. */
final class AccessorSteps extends TranslationSteps {
    AccessorSteps(State state, Entries entries, Folds folds, Scene scene, Combination combination, Mutation mutation) {
        super(state, entries, folds, scene, combination, mutation);
    }

    /**
     * Makes the next step.
     *
     * @param choice which access begins, where there is a choice; else only 0 is a step
     * @return false if there is no step; then nothing has changed
     */
    boolean step(int number, int choice) {
        say("makes its next step");
        AccessorState a = state.accessors[number];
        if (a.at == AccessorState.OUTSIDE || a.at == AccessorState.NEXT_ACCESS) {
            return begin(number, a, choice);
        }
        if (choice > 0) {
            return false;
        }
        switch (a.at) {
            case AccessorState.LOAD -> load(number, a, "loads the entry of %s anew");
            case AccessorState.HOLD -> hold(number, a);
            case AccessorState.LOCATE -> locate(a);
            case AccessorState.ACCESS -> access(number, a);
            case AccessorState.CANCELLED_TO_PUT_BACK -> {
                protocol.putBack(a.page);
                a.at = AccessorState.DROP_OWN_PIN;
                say("puts the page back");
            }
            case AccessorState.DROP_OWN_PIN -> {
                protocol.unpin(a.page);
                a.at = AccessorState.LOAD;
                say("drops the pin of its cancel");
            }
            case AccessorState.REGISTER -> register(a);
            case AccessorState.LOOK_AGAIN -> lookAgain(number, a);
            case AccessorState.PARKED -> {
                if (a.permit == 0) {
                    return false;
                }
                a.permit = 0;
                a.at = AccessorState.LOAD;
                say("wakes up");
            }
            case AccessorState.REFUSED -> {
                say("is refused by %s, which is sealed", a.page);
                made(number, a);
            }
            case AccessorState.UNPIN -> unpin(number, a);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean begin(int number, AccessorState a, int choice) {
        if (!scene.allows(number, a.made, choice)) {
            return false;
        }
        a.page = choice >>> 1;
        a.write = choice & 1;
        int earlier = a.slot;
        a.slot = 0;
        a.floor = a.write == 1 ? 0 : state.writes[a.page];
        boolean first = a.at == AccessorState.OUTSIDE;
        if (mutation == Mutation.REUSED_TRANSLATION && !first && a.write == 0) {
            address(a, earlier);
            say("is to read at its earlier address");
        } else if (a.write == 1) {
            load(number, a, first ? "enters, is to write, loads the entry of %s" : "is to write, loads the entry of %s");
        } else {
            load(number, a, first ? "enters, is to read, loads the entry of %s" : "is to read, loads the entry of %s");
        }
        return true;
    }

    private void access(int number, AccessorState a) {
        int value = state.memory[a.slot];
        say(a.write == 1 ? "writes %s" : "reads %s", a.page);
        if (value == State.POISON) {
            throw new Violation(Property.USE_AFTER_FREE, "the slot it accesses was recycled");
        }
        if (a.write == 1) {
            state.memory[a.slot] = value + 1;
            state.writes[a.page]++;
        } else if (value < a.floor || value > state.writes[a.page]) {
            throw new Violation(Property.READS_LINEARIZABLE, "it reads " + value + "; there were " + a.floor
                + " writes when it began, and " + state.writes[a.page] + " now");
        }
        made(number, a);
    }

    private void made(int number, AccessorState a) {
        a.page = 0;
        a.write = 0;
        a.slot = mutation == Mutation.REUSED_TRANSLATION ? a.slot : 0;
        a.floor = 0;
        a.made++;
        if (a.made < scene.accesses(number)) {
            a.at = AccessorState.NEXT_ACCESS;
        } else {
            // The section uses no address any more: exit begins.
            a.slot = 0;
            a.heldFrames = 0;
            exitUnlessPinned(number, a);
        }
    }

    private void exitUnlessPinned(int number, AccessorState a) {
        a.at = AccessorState.UNPIN;
        if (a.pins == 0) {
            a.at = AccessorState.ENDED;
            a.made = 0;
            a.permit = 0;
            state.sectionEnded(number);
        }
    }

    private void unpin(int number, AccessorState a) {
        int page = Integer.numberOfTrailingZeros(a.pins);
        say(page == 0 ? "unpins A" : "unpins B");
        if (mutation != Mutation.LEFT_PIN) {
            protocol.unpin(page);
        }
        a.pins &= a.pins - 1;
        exitUnlessPinned(number, a);
    }
}
