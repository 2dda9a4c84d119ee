package org.pagurus.bench.defrag;

import java.util.List;
import java.util.Map;

/**
 * What was measured of one phase; a line of the table and an object of the JSON file. The package's glossary defines the words.
 *
 * @param workload          its name
 * @param phase             its name
 * @param allocator         its id
 * @param liveBytes         after the phase
 * @param residentBytes     after the phase has settled
 * @param metadataBytes     likewise
 * @param mappedBytes       likewise
 * @param totalBytes        likewise: resident and metadata, the page table counted once
 * @param ratio             total / live
 * @param peakRatio         the worst while the phase ran; 0 if it was too short for a sample
 * @param peakSamples       how many samples that is of
 * @param operationsPerSecond allocations and frees, while the phase ran
 * @param phaseNanos        how long it ran
 * @param settleNanos       from its end to the moment of the figures
 * @param accesses          reads that were checked, while it ran and settled
 * @param p50Nanos          of them
 * @param p99Nanos          of them
 * @param p999Nanos         of them
 * @param longestPauseNanos the longest of them
 * @param longestControlNanos the longest time with nothing done, on the same thread
 * @param bar               what the ratio must not exceed; 0 for none
 * @param peakBar           what the peak must not exceed; 0 for none
 * @param pauseBarNanos     what the longest pause must not exceed; 0 for none
 * @param held              whether all its bars are held; null if it has none
 * @param seed              of the random choices
 * @param limitBytes        of live bytes
 * @param detail            the allocator's own figures at the end
 * @param peakDetail        and at the worst moment
 * @param threads           that allocated
 * @param round             from 1; 0 for the medians of all rounds, each figure's by itself
 * @param spread            of medians the least and the most of each figure, by its name; null for a round
 * @param startNanos        from the workload's beginning to the phase's; of medians this and what follows is that of the round
 *                          whose ratio is nearest to the median
 * @param timeline          memory while the phase ran and settled; the last point is the moment of the figures
 * @param framesBefore      what each frame held when the phase had ended and not settled; empty for peers
 * @param framesAfter       and at the moment of the figures
 */
public record Row(
    String workload,
    String phase,
    String allocator,
    long liveBytes,
    long residentBytes,
    long metadataBytes,
    long mappedBytes,
    long totalBytes,
    double ratio,
    double peakRatio,
    int peakSamples,
    double operationsPerSecond,
    long phaseNanos,
    long settleNanos,
    long accesses,
    long p50Nanos,
    long p99Nanos,
    long p999Nanos,
    long longestPauseNanos,
    long longestControlNanos,
    double bar,
    double peakBar,
    long pauseBarNanos,
    Boolean held,
    long seed,
    long limitBytes,
    String detail,
    String peakDetail,
    int threads,
    int round,
    Map<String, Range> spread,
    long startNanos,
    List<Point> timeline,
    String framesBefore,
    String framesAfter) {
    /** Copies the list. Files of before there were timelines and frames have none. */
    public Row {
        timeline = timeline == null ? List.of() : List.copyOf(timeline);
        framesBefore = framesBefore == null ? "" : framesBefore;
        framesAfter = framesAfter == null ? "" : framesAfter;
    }

    /**
     * The least and the most of a figure.
     *
     * @param least over all rounds
     * @param most  likewise
     */
    public record Range(double least, double most) {
    }
}
