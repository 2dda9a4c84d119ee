package org.pagurus.bench.cache;

import org.pagurus.bench.replay.Percentiles;

/**
 * What one run gave. The package's glossary defines the words; sizes in bytes, times in nanoseconds.
 *
 * @param variant           its name; empty until the run's parent adds it
 * @param round             from 1; 0 until then
 * @param jdk               the JVM's version
 * @param collector         the JVM's, by its own name
 * @param javaHeapBytes     its limit
 * @param liveBytes         the sum of the values' lengths at the end
 * @param residentBytes     mean of the mixed part
 * @param peakResidentBytes the most of it
 * @param samples           of how many looks
 * @param getsPerSecond     of all threads together
 * @param hitRatio          of the mixed part
 * @param get               percentiles of the mixed part
 * @param checked           hits that were checked
 * @param wrong             of them
 */
public record CacheRow(
    String variant,
    int round,
    String jdk,
    String collector,
    long javaHeapBytes,
    long liveBytes,
    long residentBytes,
    long peakResidentBytes,
    int samples,
    double getsPerSecond,
    double hitRatio,
    Percentiles get,
    long checked,
    long wrong) {

    CacheRow of(String name, int number) {
        return new CacheRow(name, number, jdk, collector, javaHeapBytes, liveBytes, residentBytes, peakResidentBytes, samples,
            getsPerSecond, hitRatio, get, checked, wrong);
    }
}
