package org.pagurus.relocation.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.allocator.internal.pages.Slots;

/**
 * Real page objects in every situation that a fold brings them into, numbered as they turn up. A known page is only read; a
 * step is made on a new one, by the real methods, after all steps that led to the known one.
 */
final class Folds {
    private static final int MAX_VERSION = 7;

    private enum Kind { PREPARE, FORGET, MOVED }

    private record Step(Kind kind, long base) {
    }

    /** What can be seen of a page: its number, and the versions of slots that it has, with their places. */
    private record Sight(int page, List<Long> bases, int current) {
    }

    private record Known(int number, Page page, List<Step> history, Map<Step, Integer> next) {
    }

    private final List<Known> known = new ArrayList<>();
    private final Map<Sight, Integer> ids = new HashMap<>();

    /** Page {@code number}, not folded: slot {@code number} is its one allocated slot. */
    int unfolded(int number) {
        return idOf(number, List.of());
    }

    /** {@link Page#prepareFold}, with the address of the first slot. */
    int prepare(int id, long base) {
        return after(id, new Step(Kind.PREPARE, base));
    }

    /** {@link Page#forgetFold}. */
    int forget(int id) {
        return after(id, new Step(Kind.FORGET, 0));
    }

    /** {@link Page#movedTo}. */
    int moved(int id) {
        return after(id, new Step(Kind.MOVED, 0));
    }

    /** The version that {@link #prepare} gave to the slots to come. */
    int preparedVersion(int id) {
        return known.get(id).page.slots().version() + 1;
    }

    /** {@link Page#slotsOfVersion}. */
    Slots slotsOfVersion(int id, int version) {
        return known.get(id).page.slotsOfVersion(version);
    }

    private int after(int id, Step step) {
        Known from = known.get(id);
        Integer to = from.next.get(step);
        if (to == null) {
            List<Step> history = new ArrayList<>(from.history);
            history.add(step);
            to = idOf(from.number, history);
            from.next.put(step, to);
        }
        return to;
    }

    private int idOf(int number, List<Step> history) {
        Page page = replay(number, history);
        List<Long> bases = new ArrayList<>();
        for (int version = 1; version <= MAX_VERSION; version++) {
            Slots slots = page.slotsOfVersion(version);
            bases.add(slots == null ? 0 : slots.base());
        }
        Sight sight = new Sight(number, bases, page.slots().version());
        Integer id = ids.get(sight);
        if (id == null) {
            id = known.size();
            ids.put(sight, id);
            known.add(new Known(number, page, history, new HashMap<>()));
        }
        return id;
    }

    private static Page replay(int number, List<Step> history) {
        Page page = new Page(number, Entries.SIZE_CLASS, null, Page.UNOWNED);
        while (page.allocateSlot() < number) {
            // Slots below the page's own are freed again below.
        }
        for (int slot = 0; slot < number; slot++) {
            page.releaseSlot(slot);
        }
        for (Step step : history) {
            switch (step.kind) {
                case PREPARE -> page.prepareFold(step.base);
                case FORGET -> page.forgetFold();
                case MOVED -> page.movedTo(null);
                default -> throw new AssertionError(step);
            }
        }
        return page;
    }

    /** As a translator finds the address of the one slot of a folded page; 0 if the page has moved on. */
    long addressOf(int id, int version) {
        Slots slots = slotsOfVersion(id, version);
        return slots == null ? 0 : slots.addressOf(known.get(id).number, SizeClasses.slotBytes(Entries.SIZE_CLASS));
    }
}
