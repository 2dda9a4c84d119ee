package org.pagurus.bench.goals;

import java.util.Arrays;

/** The median of the rounds of a run. */
public final class Median {
    private Median() {
    }

    /**
     * The middle one, or the mean of the two in the middle.
     *
     * @param figures in any order
     * @return the median; not a number if there are none
     */
    public static double of(double... figures) {
        if (figures.length == 0) {
            return Double.NaN;
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
