package org.pagurus.relocation.internal.migration;

/**
 * When the compactor works, how hard, and how much of a core it takes. It minimises the bytes that are copied, as long as
 *
 * <pre>
 *   held / live  &lt;=  startRatio   while the application allocates and frees
 *   held / live  &lt;=  stopRatio    when the heap is quiet
 * </pre>
 *
 * <p>Under load waiting is worth it: pages get emptier by themselves, and free slots are allocated again. So nothing is done
 * below the start ratio, and above it the fuller pages are taken the farther the ratio is from it. In a quiet heap
 * nothing gets better by waiting, so pages are folded that free little for what is copied, once.
 *
 * <p>The share of a core grows from {@code nearCpu} at the target to {@code farCpu} at half as much memory again: after a mass
 * delete a tenth of a core would be busy for as long as ten seconds for each gigabyte that is left.
 *
 * @param startRatio above 1
 * @param stopRatio  1 to {@code startRatio}
 * @param nearCpu    share of a core, above 0, at most 1
 * @param farCpu     {@code nearCpu} to 1
 */
public record Policy(double startRatio, double stopRatio, double nearCpu, double farCpu) {
    /** Copied for each byte freed in a quiet heap: each page is copied once, then there is nothing to do. */
    private static final double QUIET_COPY = 64;
    /** Copied for each byte freed at the start ratio: what a cleaner of pages that age at random needs at 1.2 or so. */
    private static final double LEAST_COPY = 4;
    private static final double MOST_COPY = 16;
    /** A long run holds more pages for each of its lists; a short one is easier to find a place for. */
    private static final int LONG_TARGET_FRAMES = 16;
    private static final int SHORT_TARGET_FRAMES = 4;
    /** So far above the start ratio the most is copied. */
    private static final double MOST_COPY_DISTANCE = 0.1;
    /** So far above the start ratio free slots are no longer left to the sessions that will need them. */
    private static final double SPARED_DISTANCE = 0.15;
    /** So far above the start ratio sessions that open pages help. */
    private static final double ASSIST_DISTANCE = 0.07;
    /** So far above the target the compactor takes all that it may. */
    private static final double FULL_SHARE_DISTANCE = 0.5;
    /** It goes on until so much of the way from start to stop is done, under load. */
    private static final double HYSTERESIS = 0.25;

    /** Whether to begin. */
    public boolean isAbove(double ratio, boolean quiet) {
        return ratio > target(quiet);
    }

    /** Whether there is no more to do, once it has begun. */
    public boolean isDone(double ratio, boolean quiet) {
        return ratio <= doneRatio(quiet);
    }

    /** Where it stops, once it has begun. */
    public double doneRatio(boolean quiet) {
        return quiet ? stopRatio : startRatio - (startRatio - stopRatio) * HYSTERESIS;
    }

    /** How hard to try. */
    public Effort effort(double ratio, boolean quiet, boolean scarce) {
        double busy = Math.min(1, Math.max(0, (ratio - startRatio) / MOST_COPY_DISTANCE));
        double copyForByte = quiet ? QUIET_COPY : LEAST_COPY + busy * (MOST_COPY - LEAST_COPY);
        boolean spares = !quiet && !scarce && ratio < startRatio + SPARED_DISTANCE;
        return new Effort(copyForByte, scarce, scarce ? SHORT_TARGET_FRAMES : LONG_TARGET_FRAMES, spares, true);
    }

    /** The share of a core that the compactor may take now. */
    public double share(double ratio, boolean quiet) {
        double distance = Math.max(0, ratio - target(quiet));
        return nearCpu + (farCpu - nearCpu) * Math.min(1, distance / FULL_SHARE_DISTANCE);
    }

    /** Above this sessions help. */
    public double assistRatio() {
        return startRatio + ASSIST_DISTANCE;
    }

    /** What the compactor aims at now. */
    public double target(boolean quiet) {
        return quiet ? stopRatio : startRatio;
    }
}
