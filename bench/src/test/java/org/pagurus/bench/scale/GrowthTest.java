package org.pagurus.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class GrowthTest {
    /** 64 MiB to 8 GiB in pages of 64 KiB. */
    private static final double[] SIZES = DoubleStream.iterate(1_024, size -> 2 * size).limit(8).toArray();

    private static Growth growthOf(DoubleUnaryOperator cost) {
        return Growth.fit(SIZES, DoubleStream.of(SIZES).map(cost).toArray());
    }

    @Test
    void fit_constant_isAFlatLine() {
        Growth growth = growthOf(size -> 42);
        assertEquals(0, growth.exponent(), 1e-12);
        assertEquals(1, growth.spread(), 1e-12);
        assertEquals(0, growth.standardError(), 1e-12);
        assertEquals("n^0.00: constant (most / least 1.00)", growth.words());
    }

    @Test
    void fit_linear_hasASlopeOfOne() {
        Growth growth = growthOf(size -> 3 * size);
        assertEquals(1, growth.exponent(), 1e-12);
        assertEquals(1, growth.rSquared(), 1e-12);
        assertEquals("n^1.00: linear (R^2 1.000)", growth.words());
    }

    @Test
    void fit_nLogN_isALittleAboveLinear() {
        Growth growth = growthOf(size -> size * Math.log(size));
        // The slope of log(n log n) is 1 + 1 / ln n: 1.14 at 1,024 and 1.08 at 131,072.
        assertTrue(growth.exponent() > 1.08 && growth.exponent() < 1.14, growth.toString());
        assertTrue(growth.words().contains(": like n log n (R^2 1.000)"), growth.words());
    }

    @Test
    void fit_otherPowers_areNamed() {
        assertEquals("n^2.00: above linear (R^2 1.000)", growthOf(size -> size * size).words());
        assertEquals("n^0.50: below linear (R^2 1.000)", growthOf(Math::sqrt).words());
        assertEquals("n^-1.00: falls (R^2 1.000)", growthOf(size -> 1 / size).words());
    }

    @Test
    void fit_aStepIsNoPower_saysSo() {
        Growth growth = growthOf(size -> size < 100_000 ? 10 : 100);
        assertTrue(growth.rSquared() < 0.8, growth.toString());
        assertTrue(growth.words().endsWith(", no power)"), growth.words());
    }

    /** By hand: x = 0, 1, 2 and y = 0, 1, 1 in powers of e; slope 1/2, what is left 1/6, so s = sqrt(1/6 / 1 / 2). */
    @Test
    void fit_threeUnevenCosts_hasTheStandardErrorOfTheTextbook() {
        Growth growth = Growth.fit(new double[] {1, Math.E, Math.E * Math.E}, new double[] {1, Math.E, Math.E});
        assertEquals(0.5, growth.exponent(), 1e-12);
        assertEquals(0.75, growth.rSquared(), 1e-12);
        assertEquals(Math.sqrt(1 / 12.0), growth.standardError(), 1e-12);
        assertEquals(Math.E, growth.spread(), 1e-12);
    }

    @Test
    void fit_fewSizes_claimsNoMoreThanItKnows() {
        Growth two = Growth.fit(new double[] {1, 2}, new double[] {5, 10});
        assertEquals(1, two.exponent(), 1e-12);
        assertTrue(Double.isNaN(two.standardError()));
        assertEquals("one size only", Growth.fit(new double[] {1}, new double[] {5}).words());
    }

    @Test
    void fit_noLogarithm_isRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
            () -> Growth.fit(new double[] {1, 2}, new double[] {0, 1}));
        assertEquals("cost=0.0: a fit of logarithms needs values above 0", e.getMessage());
    }

    @Test
    void stretch_goesOnAlongTheLine() {
        assertEquals(700, growthOf(size -> 3 * size).stretch(7, 100, 0), 1e-9);
        assertEquals(7, growthOf(size -> 1 / size).stretch(7, 100, 0), 1e-9, "what fell does not go on falling");
        Growth uneven = Growth.fit(new double[] {1, Math.E, Math.E * Math.E}, new double[] {1, Math.E, Math.E});
        assertEquals(Math.pow(100, 0.5 + 2 * Math.sqrt(1 / 12.0)), uneven.stretch(1, 100, 2), 1e-9);
        assertEquals(1, uneven.stretch(1, 100, -2), 1e-9);
    }
}
