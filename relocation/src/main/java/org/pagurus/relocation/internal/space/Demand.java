package org.pagurus.relocation.internal.space;

import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * How many slots of each class sessions have taken over, with the pages that they opened. The compactor compares it with what is
 * free: slots that will soon be allocated are no waste, and to fold their pages would be work for nothing. Counted once for
 * each page that is opened, so it costs an allocation nothing.
 */
public final class Demand {
    private final AtomicLongArray slots = new AtomicLongArray(SizeClasses.LAST_SLOT_CLASS + 1);

    /** A session has opened a page with so many free slots. Any thread. */
    void opened(int sizeClass, int freeSlots) {
        slots.getAndAdd(sizeClass, freeSlots);
    }

    /** All free slots that sessions ever got of a class. */
    public long slots(int sizeClass) {
        return slots.get(sizeClass);
    }
}
