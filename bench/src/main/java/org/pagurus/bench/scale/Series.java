package org.pagurus.bench.scale;

import java.util.List;
import org.pagurus.bench.goals.Median;

/**
 * A measure at all sizes.
 *
 * @param measure what
 * @param sizes   live bytes or sessions, rising; one at least
 * @param samples for each size, of all rounds; one at least
 */
public record Series(Measure measure, List<Long> sizes, List<List<Double>> samples) {
    /** Copies the lists. */
    public Series {
        sizes = List.copyOf(sizes);
        samples = samples.stream().map(List::copyOf).toList();
        if (sizes.isEmpty() || sizes.size() != samples.size()) {
            throw new IllegalArgumentException(measure + ": sizes=" + sizes.size() + " samples=" + samples.size());
        }
    }

    /**
     * The figure of each size.
     *
     * @return medians of the rounds
     */
    public double[] medians() {
        return samples.stream().mapToDouble(rounds -> Median.of(rounds.stream().mapToDouble(Double::doubleValue).toArray()))
            .toArray();
    }

    /**
     * The figure of each size beside that of the smallest, as they came out of the same rounds.
     *
     * @return medians / the first median
     */
    public double[] ratios() {
        double[] medians = medians();
        double first = medians[0];
        for (int i = 0; i < medians.length; i++) {
            medians[i] /= first;
        }
        return medians;
    }

    /**
     * How the medians grow.
     *
     * @return the fit
     */
    public Growth growth() {
        return Growth.fit(sizes.stream().mapToDouble(Long::doubleValue).toArray(), medians());
    }

    /**
     * The figure at the greatest size.
     *
     * @return the last median
     */
    public double last() {
        return medians()[sizes.size() - 1];
    }

    /**
     * The greatest size.
     *
     * @return live bytes or sessions
     */
    public long greatest() {
        return sizes.get(sizes.size() - 1);
    }
}
