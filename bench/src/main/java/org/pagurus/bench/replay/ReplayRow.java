package org.pagurus.bench.replay;

import java.util.Map;

/**
 * What was measured of one subject. The package's glossary defines the words; sizes are in bytes, times in nanoseconds.
 *
 * @param subject           its name
 * @param policy            who evicts, and how
 * @param jdk               the JVM's version
 * @param requests          replayed
 * @param reads             of them
 * @param writes            of them
 * @param deletes           of them
 * @param hits              reads that found a value; each was checked
 * @param wrong             of them: the value was not what was put last
 * @param tooLarge          values above the limit, which were not put
 * @param hitRatio          hits / reads; 0 without reads
 * @param nanos             from the first request to the last
 * @param requestsPerSecond by that time
 * @param limitBytes        of the cache
 * @param liveBytes         after the last request
 * @param residentBytes     likewise
 * @param metadataBytes     likewise
 * @param ratio             likewise
 * @param settledRatio      2 s later
 * @param meanRatio         of the samples
 * @param peakRatio         of the samples
 * @param peakResidentBytes the most that a sample found
 * @param samples           how many
 * @param get               percentiles of the gets
 * @param put               of the puts, those that fill misses among them
 * @param compaction        what moving objects did, by name
 */
public record ReplayRow(
    String subject,
    String policy,
    String jdk,
    long requests,
    long reads,
    long writes,
    long deletes,
    long hits,
    long wrong,
    long tooLarge,
    double hitRatio,
    long nanos,
    double requestsPerSecond,
    long limitBytes,
    long liveBytes,
    long residentBytes,
    long metadataBytes,
    double ratio,
    double settledRatio,
    double meanRatio,
    double peakRatio,
    long peakResidentBytes,
    int samples,
    Percentiles get,
    Percentiles put,
    Map<String, Long> compaction) {
}
