package org.pagurus.relocation.litmus;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.Slots;

/** A page that is being folded while one of its slots is freed. Only its bits matter: it has neither memory nor an entry. */
final class FoldedPage {
    private static final int SIZE_CLASS = Ground.SLOTTED;
    private static final long ADDRESS = 1L << 22;
    private static final int MAX_SLOTS = 5;

    /** For the broken twins: the steps of {@code Page} have no seams, and its fast paths should not get any. */
    private static final VarHandle SLOTS;
    private static final MethodHandle RETIRE;
    private static final MethodHandle CARRY_RETIRED_TO;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SLOTS = MethodHandles.privateLookupIn(Page.class, lookup).findVarHandle(Page.class, "slots", Slots.class);
            MethodHandles.Lookup inSlots = MethodHandles.privateLookupIn(Slots.class, lookup);
            RETIRE = inSlots.findVirtual(Slots.class, "retire", MethodType.methodType(long.class, int.class, long.class));
            CARRY_RETIRED_TO = inSlots.findVirtual(Slots.class, "carryRetiredTo", MethodType.methodType(void.class, Slots.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Page page = new Page(1, SIZE_CLASS, newRun(), Page.COMPACTING);
    private final int slot;

    FoldedPage() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int count = 1 + random.nextInt(MAX_SLOTS);
        for (int i = 0; i < count; i++) {
            page.allocateSlot();
        }
        slot = random.nextInt(count);
        if (random.nextBoolean()) {
            fold();
        }
    }

    private static Run newRun() {
        return new Run(ADDRESS, 1, SIZE_CLASS, 1 << 16);
    }

    // ---- the freer ----

    int retire() {
        return Math.min(1, page.retire(slot));
    }

    int retireWithoutSecondLook() {
        try {
            Slots current = page.slots();
            int place = current.placeOf(slot);
            return ((long) RETIRE.invokeExact(current, 0, 1L << place) & 1L << place) == 0 ? 1 : Page.ALREADY_RETIRED;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    // ---- the mover ----

    void fold() {
        page.prepareFold(ADDRESS);
        page.movedTo(newRun());
    }

    void foldCarryingFirst() {
        try {
            Slots old = page.slots();
            Slots next = page.prepareFold(ADDRESS);
            CARRY_RETIRED_TO.invokeExact(old, next);
            SLOTS.setVolatile(page, next);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    // ---- when all is over ----

    boolean isLive() {
        return page.isLive(slot);
    }

    int collect() {
        return page.collect(page.retiredSnapshot(page.newSnapshot()));
    }
}
