package org.pagurus.bench.demo;

import org.pagurus.relocation.HeapStats;

/**
 * The state at one moment.
 *
 * @param nanos        since the run began
 * @param phase        what went on
 * @param liveBytes    sum of the lengths of the values in the cache
 * @param heap         the heap's figures
 * @param readsChecked reads so far
 * @param readsWrong   those of them that got wrong bytes
 * @param latencies    of the phase so far
 */
public record Sample(long nanos, Phase phase, long liveBytes, HeapStats heap, long readsChecked, long readsWrong,
    Latencies latencies) {

    /**
     * How much memory is resident for each live byte.
     *
     * @return resident / live; 1 in an empty cache
     */
    public double ratio() {
        return liveBytes == 0 ? 1 : (double) heap.residentBytes() / liveBytes;
    }
}
