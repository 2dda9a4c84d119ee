package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Planning, isolating, moving and giving back are cut into slices; {@link SliceLengths} measures them at any size. */
class SliceLengthTest {
    @Test
    void slicesAreShort() {
        SliceLengths lengths = new SliceLengths(true);
        double ratio = lengths.measure(64L << 20, 104);
        assertTrue(ratio < 1.03, "ratio=" + ratio);
        assertTrue(lengths.count() > 50, "slices=" + lengths.count());
        // Four times the usual length: the code is not compiled at first. Without the deadlines it is tens of milliseconds.
        assertTrue(lengths.micros(990) < 2_000, "p99=" + lengths.micros(990) + " us");
    }
}
