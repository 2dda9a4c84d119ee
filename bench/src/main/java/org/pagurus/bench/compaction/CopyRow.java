package org.pagurus.bench.compaction;

/**
 * How fast bytes were copied in one way.
 *
 * @param way        which
 * @param movedBytes copied
 * @param nanos      that it took
 */
public record CopyRow(String way, long movedBytes, long nanos) {
    /**
     * The speed.
     *
     * @return bytes in each nanosecond, which is GB/s
     */
    public double gigabytesPerSecond() {
        return nanos == 0 ? 0 : (double) movedBytes / nanos;
    }
}
