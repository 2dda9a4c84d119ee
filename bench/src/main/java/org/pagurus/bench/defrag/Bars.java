package org.pagurus.bench.defrag;

/**
 * What a phase must hold; 0 stands for no bar.
 *
 * @param ratio      of the settled total to live
 * @param peakRatio  while the phase runs, with the compactor's cap lifted
 * @param pauseNanos of an access
 */
record Bars(double ratio, double peakRatio, long pauseNanos) {
    private static final double SETTLED_RATIO = 1.10;
    private static final double PEAK_RATIO = 1.30;

    static final Bars NONE = new Bars(0, 0, 0);
    static final Bars SETTLED = new Bars(SETTLED_RATIO, 0, 0);
    static final Bars SETTLED_AND_PEAK = new Bars(SETTLED_RATIO, PEAK_RATIO, 0);

    /** What is asked of an allocator: peers nothing, and Pagurus with the default cap no peak. */
    Bars of(Allocator allocator) {
        return switch (allocator) {
            case PAGURUS -> this;
            case PAGURUS_DEFAULT_CAP -> new Bars(ratio, 0, pauseNanos);
            case MALLOC -> NONE;
        };
    }

    boolean isEmpty() {
        return ratio == 0 && peakRatio == 0 && pauseNanos == 0;
    }

    boolean areHeld(double actualRatio, double actualPeakRatio, long actualPauseNanos) {
        return (ratio == 0 || actualRatio <= ratio) && (peakRatio == 0 || actualPeakRatio <= peakRatio)
            && (pauseNanos == 0 || actualPauseNanos <= pauseNanos);
    }
}
