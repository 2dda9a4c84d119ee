package org.pagurus.bench.trace;

import java.util.random.RandomGenerator;

/**
 * Ranks by Zipf's law with any exponent from 0: rank {@code k}, from 1, has a weight of {@code k^-exponent}. By inversion of an
 * integral above the weights, with rejection (Hörmann and Derflinger, 1996): constant time and no table. Immutable.
 */
public final class Zipf {
    /** Below this the closed forms lose their digits, and the first terms of their series are exact. */
    private static final double SMALL = 1e-8;

    private final double exponent;
    private final int ranks;
    private final double first;
    private final double last;
    private final double accepted;

    /**
     * A law.
     *
     * @param exponent 0 or more; 0 is uniform
     * @param ranks    how many, 1 or more
     */
    public Zipf(double exponent, int ranks) {
        if (!(exponent >= 0) || Double.isInfinite(exponent) || ranks < 1) {
            throw new IllegalArgumentException("exponent=" + exponent + " ranks=" + ranks
                + ": an exponent is 0 or more, and there is 1 rank or more");
        }
        this.exponent = exponent;
        this.ranks = ranks;
        this.first = integral(1.5) - 1;
        this.last = integral(ranks + 0.5);
        this.accepted = 2 - inverse(integral(2.5) - weight(2));
    }

    /**
     * Draws a rank.
     *
     * @param random used once or a few times
     * @return from 0, the most likely, to below the number of ranks
     */
    public int next(RandomGenerator random) {
        for (;;) {
            double u = last + random.nextDouble() * (first - last);
            double x = inverse(u);
            long k = Math.max(1, Math.min(ranks, Math.round(x)));
            if (k - x <= accepted || u >= integral(k + 0.5) - weight(k)) {
                return (int) k - 1;
            }
        }
    }

    private double weight(double x) {
        return Math.exp(-exponent * Math.log(x));
    }

    /** Of the weight, from 1 to x. */
    private double integral(double x) {
        double log = Math.log(x);
        double z = (1 - exponent) * log;
        return Math.abs(z) > SMALL ? Math.expm1(z) / z * log : log * (1 + z / 2);
    }

    private double inverse(double area) {
        double z = Math.max(-1, (1 - exponent) * area);
        return Math.exp(Math.abs(z) > SMALL ? Math.log1p(z) / z * area : area * (1 - z / 2));
    }
}
