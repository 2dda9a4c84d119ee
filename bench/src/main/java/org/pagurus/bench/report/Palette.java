package org.pagurus.bench.report;

import org.pagurus.bench.demo.Units;

/**
 * Colours of series, the same in all charts. Each stands out from white and from the dark of common pages alike, at least 3 to 1,
 * so that a PNG without a background reads on both. The second half is dashed: twelve hues of like brightness are too close.
 */
final class Palette {
    private static final int[] COLOURS = {0xd9480f, 0x1f6feb, 0x1a8a3f, 0x8f5bc4, 0x0b8a9e, 0xa8701a, 0xd6336c,
        0x6b7f1f, 0x4f6bd6, 0xa65a3a, 0xc2409f, 0x2f7f9f};
    /** Of what is no series: axes, names. */
    static final int NEUTRAL = 0x78808a;

    private static final int SOLID = COLOURS.length / 2;

    private Palette() {
    }

    static int size() {
        return COLOURS.length;
    }

    /** Red, green and blue, 8 bits each. From the first again when there are no more. */
    static int rgb(int series) {
        return COLOURS[series % COLOURS.length];
    }

    static boolean isDashed(int series) {
        return series % COLOURS.length >= SOLID;
    }

    /** The class of a series in a drawing. */
    static String cssClass(int series) {
        return "series s" + series % COLOURS.length;
    }

    /** Rules for {@link #cssClass}. */
    static String css() {
        StringBuilder css = new StringBuilder();
        for (int i = 0; i < COLOURS.length; i++) {
            css.append(Units.format(".s%d { --series: #%06x; }%n", i, COLOURS[i]));
            if (isDashed(i)) {
                css.append("svg .line.s").append(i).append(" { stroke-dasharray: 6 3; }\n");
            }
        }
        return css.toString();
    }
}
