package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every transition from every representative entry: what {@link EntryModel} says, or {@link IllegalStateException}. */
class EntryTransitionsTest {
    private static final List<EntryModel> ENTRIES = EntryModel.representatives();

    @ParameterizedTest
    @EnumSource(value = EntryModel.Transition.class, names = {"COMMIT", "REPLACE"}, mode = EnumSource.Mode.EXCLUDE)
    void transitionGivesWhatTheModelSaysOrIsRefused(EntryModel.Transition transition) {
        int legal = 0;
        for (EntryModel entry : ENTRIES) {
            legal += check(transition, entry, EntryModel.ABSENT) ? 1 : 0;
        }
        assertTrue(legal > 0 && legal < ENTRIES.size(), "legal=" + legal + " of " + ENTRIES.size());
    }

    /** From every entry to entries of every kind: legal to one that could be published for the same class, and to no other. */
    @ParameterizedTest
    @EnumSource(value = EntryModel.Transition.class, names = {"COMMIT", "REPLACE"})
    void aMoveIsLegalToAPresentEntryOfTheSameKindAndClassOnly(EntryModel.Transition transition) {
        List<EntryModel> targets = ENTRIES.stream().filter(e -> e.where() == 0 || e.where() == 2 || e.where() == 77).toList();
        int legal = 0;
        for (EntryModel entry : ENTRIES) {
            for (EntryModel target : targets) {
                legal += check(transition, entry, target) ? 1 : 0;
            }
        }
        // 5 classes, 8 places to leave, a frame and a descriptor to go to.
        assertEquals(5 * 8 * 2, legal);
    }

    private static boolean check(EntryModel.Transition transition, EntryModel entry, EntryModel target) {
        EntryModel expected = entry.after(transition, target);
        long actual;
        try {
            actual = apply(transition, entry.word(), target.word());
        } catch (IllegalStateException e) {
            if (expected != null) {
                fail(transition + " from " + entry + " to " + target + " was refused: " + e.getMessage());
            }
            return false;
        }
        if (expected == null || actual != expected.word()) {
            fail(transition + " from " + entry + " to " + target + ": expected " + expected + ", got " + Entry.toString(actual));
        }
        return true;
    }

    private static long apply(EntryModel.Transition transition, long entry, long target) {
        return switch (transition) {
            case ISOLATE -> Entry.isolate(entry);
            case PIN -> Entry.pin(entry);
            case HOLD -> Entry.hold(entry);
            case UNPIN -> Entry.unpin(entry);
            case BEGIN -> Entry.begin(entry);
            case COMMIT -> Entry.commit(entry, target);
            case CANCEL -> Entry.cancel(entry);
            case PUT_BACK -> Entry.putBack(entry);
            case REMOVE -> Entry.remove(entry);
            case REPLACE -> Entry.replace(entry, target);
        };
    }

    @Test
    void absentAllowsNothing() {
        for (EntryModel.Transition transition : EntryModel.Transition.values()) {
            assertThrows(IllegalStateException.class, () -> apply(transition, Entry.ABSENT, Entry.present(1, 65_536)),
                transition.toString());
        }
    }

    /** The fourth value of the state bits is no state: a word that holds it came from nowhere and goes nowhere. */
    @Test
    void invalidStateAllowsNothing() {
        for (int pins : new int[] {0, 1, EntryModel.MAX_PINS}) {
            EntryModel isolated = new EntryModel(EntryModel.State.ISOLATED, pins, false, 7, 9);
            long invalid = isolated.word() | 3L << 61;
            for (EntryModel.Transition transition : EntryModel.Transition.values()) {
                assertThrows(IllegalStateException.class, () -> apply(transition, invalid, Entry.present(7, 65_536)),
                    transition + " pins=" + pins);
            }
        }
    }

    /** Walks the transitions from the two fresh entries: whatever is reached keeps its class, and is plain by the rule. */
    @Test
    void transitionsNeverLeaveTheLegalEntries() {
        List<Long> fresh = List.of(Entry.present(9, 0x0001_0000L), Entry.folded(9, 5),
            Entry.seal(Entry.present(9, 0x0002_0000L)), Entry.seal(Entry.folded(9, 6)));
        Set<Long> reached = new HashSet<>(fresh);
        List<Long> frontier = fresh;
        for (int depth = 0; depth < 8; depth++) {
            Set<Long> next = new HashSet<>();
            for (long entry : frontier) {
                for (EntryModel.Transition transition : EntryModel.Transition.values()) {
                    for (long target : fresh) {
                        try {
                            next.add(apply(transition, entry, target));
                        } catch (IllegalStateException e) {
                            continue;
                        }
                    }
                }
            }
            next.removeAll(reached);
            reached.addAll(next);
            frontier = List.copyOf(next);
        }
        for (long entry : reached) {
            boolean absent = Entry.isAbsent(entry);
            assertEquals(absent ? 0 : 9, Entry.sizeClass(entry), Entry.toString(entry));
            assertEquals(absent || Entry.state(entry) == Entry.PRESENT && !Entry.isFolded(entry) && Entry.pins(entry) == 0,
                Entry.isPlain(entry), Entry.toString(entry));
            assertTrue(Entry.state(entry) != Entry.MIGRATING || Entry.pins(entry) == 0, Entry.toString(entry));
            assertTrue(!Entry.isSealed(entry) || Entry.state(entry) == Entry.PRESENT, Entry.toString(entry));
            assertTrue(Entry.pins(entry) <= 8, Entry.toString(entry));
        }
        assertTrue(reached.size() > 20, "reached=" + reached.size());
    }

    @Test
    void refusalNamesTheTransitionAndTheEntry() {
        IllegalStateException refusal = assertThrows(IllegalStateException.class,
            () -> Entry.begin(Entry.pin(Entry.isolate(Entry.present(16, 0x0001_0000L)))));
        assertEquals("illegal transition: begin from ISOLATED(class=16 address=0x10000 pins=1)", refusal.getMessage());
    }
}
