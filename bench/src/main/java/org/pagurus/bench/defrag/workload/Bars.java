package org.pagurus.bench.defrag.workload;

/**
 * What a phase must hold; 0 stands for no bar.
 *
 * @param ratio      of the settled total to live
 * @param peakRatio  while the phase runs, with the compactor's cap lifted
 * @param pauseNanos of an access
 */
public record Bars(double ratio, double peakRatio, long pauseNanos) {
    private static final double SETTLED_RATIO = 1.10;
    private static final double PEAK_RATIO = 1.30;

    /** Nothing is asked. */
    public static final Bars NONE = new Bars(0, 0, 0);
    /** The common bar after a phase. */
    public static final Bars SETTLED = new Bars(SETTLED_RATIO, 0, 0);
    /** The same, and one for the worst moment. */
    public static final Bars SETTLED_AND_PEAK = new Bars(SETTLED_RATIO, PEAK_RATIO, 0);

    /** The same without one for the peak. */
    public Bars withoutPeak() {
        return new Bars(ratio, 0, pauseNanos);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return ratio == 0 && peakRatio == 0 && pauseNanos == 0;
    }

    /** Whether figures keep to all of them. */
    public boolean areHeld(double actualRatio, double actualPeakRatio, long actualPauseNanos) {
        return (ratio == 0 || actualRatio <= ratio) && (peakRatio == 0 || actualPeakRatio <= peakRatio)
            && (pauseNanos == 0 || actualPauseNanos <= pauseNanos);
    }
}
