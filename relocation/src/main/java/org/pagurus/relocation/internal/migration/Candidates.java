package org.pagurus.relocation.internal.migration;

import java.util.Arrays;
import org.pagurus.allocator.internal.pages.Run;

/**
 * Runs of one size class that may be folded, emptiest first: in buckets by their occupancy, so that neither adding nor taking
 * one ever costs a sort.
 */
final class Candidates {
    private static final int BUCKETS = 64;
    private static final int FIRST_LENGTH = 8;

    private final Run[][] buckets = new Run[BUCKETS][];
    private final int[] counts = new int[BUCKETS];
    private int lowest = BUCKETS;

    /** The bucket of an occupancy; below it only emptier runs are found. */
    static int bucketOf(long liveBytes, long heldBytes) {
        return heldBytes <= 0 ? BUCKETS - 1 : (int) Math.min(BUCKETS - 1, liveBytes * BUCKETS / heldBytes);
    }

    void add(Run run, int bucket) {
        Run[] runs = buckets[bucket];
        if (runs == null) {
            runs = new Run[FIRST_LENGTH];
        } else if (counts[bucket] == runs.length) {
            runs = Arrays.copyOf(runs, 2 * runs.length);
        }
        buckets[bucket] = runs;
        runs[counts[bucket]++] = run;
        lowest = Math.min(lowest, bucket);
    }

    boolean isEmpty() {
        return lowest() == BUCKETS;
    }

    /** The bucket of the emptiest run, or a number above all buckets if there is none. */
    int lowest() {
        while (lowest < BUCKETS && counts[lowest] == 0) {
            lowest++;
        }
        return lowest;
    }

    /** Takes one of the emptiest runs, or null. */
    Run take() {
        int bucket = lowest();
        if (bucket == BUCKETS) {
            return null;
        }
        Run run = buckets[bucket][--counts[bucket]];
        buckets[bucket][counts[bucket]] = null;
        return run;
    }

    /** Forgets all runs. */
    void clear() {
        Arrays.fill(buckets, null);
        Arrays.fill(counts, 0);
        lowest = BUCKETS;
    }
}
