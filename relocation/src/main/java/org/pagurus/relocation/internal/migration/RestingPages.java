package org.pagurus.relocation.internal.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** The pages that were last left alone because of pins or cancelled moves. One thread notes, any reads. */
public final class RestingPages {
    private static final int KEPT = 8;

    private final AtomicLongArray ids = new AtomicLongArray(KEPT);
    private final AtomicLongArray untilNanos = new AtomicLongArray(KEPT);
    private int next;

    void note(int pageId, long until) {
        untilNanos.set(next, until);
        ids.set(next, pageId);
        next = (next + 1) % KEPT;
    }

    /** Those of the last eight that rest now, by their ids. */
    public List<Integer> now(long nowNanos) {
        List<Integer> resting = new ArrayList<>();
        for (int i = 0; i < KEPT; i++) {
            int id = (int) ids.get(i);
            if (id != 0 && untilNanos.get(i) - nowNanos > 0 && !resting.contains(id)) {
                resting.add(id);
            }
        }
        return resting;
    }
}
