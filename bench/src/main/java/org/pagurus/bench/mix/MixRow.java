package org.pagurus.bench.mix;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.pagurus.bench.latency.LatencyRow;

/**
 * What the accessors of one contender did with one mix, in one round, or several rounds in one: their medians, or the least or
 * most of each figure. Times in nanoseconds, sizes in bytes.
 *
 * @param allocator           the contender's id
 * @param mix                 of the operations
 * @param state               what moved memory meanwhile: off, on, continuous, or own for a peer
 * @param updates             what a write does: in place, or replace
 * @param threads             accessors
 * @param round               from 0; -1 for several
 * @param ratePerThread       operations due for each thread and second
 * @param jvm                 version and collectors
 * @param operationsPerSecond of all threads, one operation after the other
 * @param arrivals            operations due at the rate, from when one was due to its end
 * @param pauses              of the collector, while these were measured
 * @param memory              of the process
 * @param moves               while both were measured
 */
public record MixRow(
    String allocator,
    Mix mix,
    String state,
    String updates,
    int threads,
    int round,
    int ratePerThread,
    String jvm,
    double operationsPerSecond,
    LatencyRow.Due arrivals,
    Pauses pauses,
    Footprint memory,
    Moves moves) {

    /**
     * Pauses of the collector.
     *
     * @param count        how many
     * @param sumNanos     all of them
     * @param longestNanos the longest
     */
    public record Pauses(long count, long sumNanos, long longestNanos) {
    }

    /**
     * The memory of the process, as the kernel counts it: anonymous and shared.
     *
     * @param recordBytes   values of the accessors, before the first update
     * @param otherBytes    values that are replaced in the background, likewise
     * @param emptyBytes    resident before the store was opened
     * @param residentBytes resident at the end of the measurement
     */
    public record Footprint(long recordBytes, long otherBytes, long emptyBytes, long residentBytes) {
    }

    /**
     * What was done beside the accessors.
     *
     * @param replacedPerSecond values replaced in the background
     * @param mibPerSecond      copied by committed moves; 0 for peers, whose moves nobody counts
     * @param pages             moved
     * @param folded            those of them that were folded
     * @param cancels           copies undone
     * @param met               accesses of those due at the rate that met a page in the middle of its copy
     */
    public record Moves(double replacedPerSecond, double mibPerSecond, long pages, long folded, long cancels, long met) {
    }

    /** Whether two are rounds of one measurement. */
    boolean isLike(MixRow other) {
        return allocator.equals(other.allocator) && mix == other.mix && state.equals(other.state) && threads == other.threads;
    }

    /** Whether operations one after the other were so much faster than the rate that it can be held. */
    boolean holdsRate() {
        return operationsPerSecond > (double) ratePerThread * threads;
    }

    /**
     * Several rounds of one measurement in one row.
     *
     * @param rounds one at least
     * @param fold   of a figure in all rounds, for example their median
     */
    static MixRow of(List<MixRow> rounds, ToDoubleFunction<double[]> fold) {
        MixRow first = rounds.get(0);
        ToDoubleFunction<ToDoubleFunction<MixRow>> real =
            figure -> fold.applyAsDouble(rounds.stream().mapToDouble(figure).toArray());
        ToLongFunction<ToDoubleFunction<MixRow>> whole = figure -> Math.round(real.applyAsDouble(figure));
        List<Long> ladder = IntStream.range(0, LatencyRow.LADDER.size())
            .mapToObj(step -> whole.applyAsLong(row -> row.arrivals.ladderNanos().get(step))).toList();
        LatencyRow.Due due = new LatencyRow.Due(whole.applyAsLong(row -> row.arrivals.operations()),
            whole.applyAsLong(row -> row.arrivals.p50Nanos()), whole.applyAsLong(row -> row.arrivals.p99Nanos()),
            whole.applyAsLong(row -> row.arrivals.p999Nanos()), whole.applyAsLong(row -> row.arrivals.maxNanos()),
            whole.applyAsLong(row -> row.arrivals.longestNanos()),
            whole.applyAsLong(row -> row.arrivals.longestOwnNanos()), ladder);
        Pauses pauses = new Pauses(whole.applyAsLong(row -> row.pauses.count), whole.applyAsLong(row -> row.pauses.sumNanos),
            whole.applyAsLong(row -> row.pauses.longestNanos));
        Footprint memory = new Footprint(first.memory.recordBytes, first.memory.otherBytes,
            whole.applyAsLong(row -> row.memory.emptyBytes), whole.applyAsLong(row -> row.memory.residentBytes));
        Moves moves = new Moves(real.applyAsDouble(row -> row.moves.replacedPerSecond),
            real.applyAsDouble(row -> row.moves.mibPerSecond), whole.applyAsLong(row -> row.moves.pages),
            whole.applyAsLong(row -> row.moves.folded), whole.applyAsLong(row -> row.moves.cancels),
            whole.applyAsLong(row -> row.moves.met));
        return new MixRow(first.allocator, first.mix, first.state, first.updates, first.threads, -1, first.ratePerThread,
            first.jvm, real.applyAsDouble(MixRow::operationsPerSecond), due, pauses, memory, moves);
    }
}
