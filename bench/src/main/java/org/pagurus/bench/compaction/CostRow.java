package org.pagurus.bench.compaction;

/**
 * What moving cost in a heap of one size.
 *
 * @param scenario   what was moved
 * @param liveBytes  live in the heap
 * @param movedBytes by the compactor
 * @param busyNanos  of its slices
 * @param processorNanos of its slices
 * @param spanNanos  from the first slice to the end of the last
 */
public record CostRow(String scenario, long liveBytes, long movedBytes, long busyNanos, long processorNanos,
    long spanNanos) {
    private static final double MIB = 1 << 20;

    /**
     * Time for each MiB moved.
     *
     * @return nanoseconds of slices; not a number if nothing was moved
     */
    public double busyNanosForMib() {
        return movedBytes == 0 ? Double.NaN : busyNanos / (movedBytes / MIB);
    }

    /**
     * Processor time for each MiB moved: what others on the machine do is not in it.
     *
     * @return nanoseconds; not a number if nothing was moved
     */
    public double processorNanosForMib() {
        return movedBytes == 0 ? Double.NaN : processorNanos / (movedBytes / MIB);
    }
}
