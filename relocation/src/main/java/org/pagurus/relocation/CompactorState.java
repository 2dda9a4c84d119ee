package org.pagurus.relocation;

import java.util.List;
import java.util.Locale;

/**
 * Why the compactor works or does not, at one moment; the parts are read one after the other.
 *
 * @param activity    what it does
 * @param ratio       memory of pages / live slots
 * @param targetRatio what it aims at now: the start ratio under load, the stop ratio in a quiet heap
 * @param quiet       whether hardly anything is allocated or freed
 * @param cpuShare    the share of a core that it may take at this ratio
 * @param restingPages ids of pages that were last found pinned or cancelled and are left alone for a while, eight at most
 * @param reason      the same in words
 */
public record CompactorState(Activity activity, double ratio, double targetRatio, boolean quiet, double cpuShare,
    List<Integer> restingPages, String reason) {

    /** What the compactor does. */
    public enum Activity {
        /** The heap is closed. */
        CLOSED,
        /** Nobody has called {@code doWork} for a second. */
        NOT_DRIVEN,
        /** The ratio is not above its target. */
        IDLE,
        /** It plans or moves pages. */
        RUNNING,
        /** There is work, but its CPU share is used up for the moment. */
        RESTING,
        /** The ratio is above its target, but nothing was worth folding. */
        BACKING_OFF,
        /** Its batch waits for a grace period that a long section holds up. */
        STUCK
    }

    /** Copies the list. */
    public CompactorState {
        restingPages = List.copyOf(restingPages);
    }

    /** The state for people, in one line. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %s (ratio=%.3f target=%.3f %s, cpu share=%.2f%s)", activity, reason, ratio,
            targetRatio, quiet ? "quiet" : "under load", cpuShare, restingPages.isEmpty() ? ""
                : ", pinned or cancelled pages=" + restingPages);
    }
}
