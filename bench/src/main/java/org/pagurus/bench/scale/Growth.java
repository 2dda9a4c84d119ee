package org.pagurus.bench.scale;

import java.util.Arrays;
import org.pagurus.bench.demo.Units;

/**
 * How a cost grows with a size: least squares of {@code log(cost)} over {@code log(size)}, whose slope is the exponent {@code e}
 * of {@code cost = c * n^e}. A cost of n log n has a slope a little above 1.
 *
 * @param exponent      the slope; not a number with fewer than two sizes
 * @param rSquared      the part of the costs' variance that the line explains; says nothing where there is none to explain
 * @param standardError of the exponent; not a number with fewer than three sizes, which every line or none fits
 * @param spread        greatest cost / least
 */
public record Growth(double exponent, double rSquared, double standardError, double spread) {
    private static final double CONSTANT = 0.1;
    private static final double LINEAR_FROM = 0.9;
    private static final double LINEAR_TO = 1.05;
    private static final double LOG_LINEAR_TO = 1.25;
    private static final double GOOD_FIT = 0.8;

    /**
     * Fits.
     *
     * @param sizes above 0
     * @param costs above 0, one for each
     * @return the growth
     */
    public static Growth fit(double[] sizes, double[] costs) {
        int count = sizes.length;
        double[] x = logs("size", sizes);
        double[] y = logs("cost", costs);
        double meanX = mean(x);
        double meanY = mean(y);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < count; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        double exponent = xx == 0 ? Double.NaN : xy / xx;
        double explained = exponent * xy;
        double rSquared = yy == 0 ? 1 : explained / yy;
        double error = count < 3 ? Double.NaN : Math.sqrt(Math.max(0, yy - explained) / (count - 2) / xx);
        double spread = Arrays.stream(costs).max().orElse(Double.NaN) / Arrays.stream(costs).min().orElse(Double.NaN);
        return new Growth(exponent, rSquared, error, spread);
    }

    private static double[] logs(String what, double[] values) {
        return Arrays.stream(values).map(value -> {
            if (!(value > 0)) {
                throw new IllegalArgumentException(what + "=" + value + ": a fit of logarithms needs values above 0");
            }
            return Math.log(value);
        }).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /**
     * The growth in words. Where it is near 0 the spread says how steady the cost is, elsewhere R^2 says how well the line fits.
     *
     * @return for example {@code n^0.02: constant (most / least 1.08)}
     */
    public String words() {
        if (Double.isNaN(exponent)) {
            return "one size only";
        }
        boolean constant = Math.abs(exponent) <= CONSTANT;
        String quality = constant ? Units.format("most / least %.2f", spread)
            : Units.format("R^2 %.3f%s", rSquared, rSquared < GOOD_FIT ? ", no power" : "");
        return Units.format("n^%.2f: %s (%s)", exponent == 0 ? 0.0 : exponent, kind(), quality);
    }

    private String kind() {
        if (exponent < -CONSTANT) {
            return "falls";
        }
        if (exponent <= CONSTANT) {
            return "constant";
        }
        if (exponent < LINEAR_FROM) {
            return "below linear";
        }
        if (exponent <= LINEAR_TO) {
            return "linear";
        }
        return exponent <= LOG_LINEAR_TO ? "like n log n" : "above linear";
    }

    /**
     * What a cost becomes at another size, if it goes on as it did. One that fell is taken for constant: nothing falls for ever.
     *
     * @param cost       at a size
     * @param times      the other size / that size
     * @param moreErrors standard errors to add to the exponent, or to take away
     * @return the cost there
     */
    public double stretch(double cost, double times, double moreErrors) {
        return cost * Math.pow(times, Math.max(0, exponent + (moreErrors == 0 ? 0 : moreErrors * standardError)));
    }
}
