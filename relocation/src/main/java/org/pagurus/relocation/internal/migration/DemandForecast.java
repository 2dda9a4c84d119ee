package org.pagurus.relocation.internal.migration;

import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.space.Demand;

/** How many slots of each class sessions are going to take, if they go on as they did lately. One thread at a time. */
final class DemandForecast {
    private static final long WINDOW_NANOS = 25_000_000L;
    /** How far it looks ahead: what is free for longer is better folded. */
    private static final long HORIZON_NANOS = 250_000_000L;

    private final Demand demand;
    private final long[] before = new long[SizeClasses.LAST_SLOT_CLASS + 1];
    private final double[] slotsAhead = new double[before.length];
    private long windowStartNanos = System.nanoTime();
    /** Before the end of the first window nothing is known, which is not the same as no demand. */
    private boolean known;

    DemandForecast(Demand demand) {
        this.demand = demand;
    }

    /** Ends the window if its time is over. A class that is no longer demanded is forgotten by halves. */
    void look(long nowNanos) {
        long passed = nowNanos - windowStartNanos;
        if (passed < WINDOW_NANOS) {
            return;
        }
        windowStartNanos = nowNanos;
        known = true;
        for (int c = 0; c < before.length; c++) {
            long slots = demand.slots(c);
            slotsAhead[c] = Math.max(slotsAhead[c] / 2, (double) (slots - before[c]) * HORIZON_NANOS / passed);
            before[c] = slots;
        }
    }

    double slotsAhead(int sizeClass) {
        return known ? slotsAhead[sizeClass] : Double.POSITIVE_INFINITY;
    }
}
