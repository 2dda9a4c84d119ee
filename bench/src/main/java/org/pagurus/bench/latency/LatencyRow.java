package org.pagurus.bench.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.pagurus.bench.goals.Median;

/**
 * What the accessors of one kind of heap did under one load, in one round or in the middle of several. Times in nanoseconds.
 *
 * @param allocator           always Pagurus; the field is that of rows which others measure too
 * @param mix                 of reads and updates, as YCSB calls it
 * @param policy              at migration entries
 * @param readMode            of the heap
 * @param sections            their kind
 * @param threads             accessors
 * @param load                what happened beside them
 * @param intervalMillis      from one MiB to the next, 0 for no pause; null in quiet
 * @param round               from 0; -1 for the middle of all
 * @param operationsPerSecond of all threads, one operation after the other
 * @param arrivals            operations due at a fixed rate
 * @param met                 those of them that met a page in the middle of its copy
 * @param moves               what the heap and its sessions counted under this load, in both measurements
 */
public record LatencyRow(
    String allocator,
    String mix,
    String policy,
    String readMode,
    String sections,
    int threads,
    String load,
    Integer intervalMillis,
    int round,
    double operationsPerSecond,
    Due arrivals,
    Met met,
    Moves moves) {

    /** The only allocator that moves pages when it is told to. */
    static final String PAGURUS = "pagurus";
    /** Half reads, half updates. */
    static final String MIX = "A";
    /** The percentiles of {@link Due#ladderNanos}. */
    public static final List<Double> LADDER = List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 100.0);

    /**
     * Operations due at a fixed rate: from when one was due to its end.
     *
     * @param operations       how many
     * @param p50Nanos         half of them took at most this
     * @param p99Nanos         99 %
     * @param p999Nanos        99.9 %
     * @param maxNanos         the latest
     * @param longestNanos     the longest access, from its begin to its end
     * @param longestOwnNanos  the longest access on the processor
     * @param ladderNanos      at the percentiles of {@link LatencyRow#LADDER}
     */
    public record Due(long operations, long p50Nanos, long p99Nanos, long p999Nanos, long maxNanos, long longestNanos,
        long longestOwnNanos, List<Long> ladderNanos) {
    }

    /**
     * Accesses that met a page in the middle of its copy, from begin to end.
     *
     * @param accesses        how many; the times are 0 if there was none
     * @param p50Nanos        half of them took at most this
     * @param p99Nanos        99 %
     * @param longestNanos    the longest
     * @param longestOwnNanos the longest on the processor
     */
    public record Met(long accesses, long p50Nanos, long p99Nanos, long longestNanos, long longestOwnNanos) {
    }

    /**
     * What was counted.
     *
     * @param mibPerSecond   copied: by committed moves, or by the thread that moves nothing
     * @param pagesMigrated  moves committed
     * @param cancels        copies undone
     * @param putBack        moves given up
     * @param pins           taken on pages announced to move, cancels included
     * @param waits          for the end of a copy
     * @param retries        sections run again
     * @param snapshotReads  reads answered from a reserve
     * @param bufferedWrites writes that waited in a reserve
     */
    public record Moves(double mibPerSecond, long pagesMigrated, long cancels, long putBack, long pins, long waits, long retries,
        long snapshotReads, long bufferedWrites) {
    }

    /** Whether two are of one kind, load and interval. */
    boolean isLike(LatencyRow other) {
        return policy.equals(other.policy) && readMode.equals(other.readMode) && threads == other.threads
            && load.equals(other.load) && (intervalMillis == null ? other.intervalMillis == null
                : intervalMillis.equals(other.intervalMillis));
    }

    /** Whether it is of a heap's defaults. */
    boolean isOf(Cell cell) {
        return policy.equals(cell.policy().name()) && readMode.equals(cell.readMode().name()) && threads == cell.threads();
    }

    /** Each figure's median, apart from the longest accesses: of these the longest of all rounds. */
    static LatencyRow median(List<LatencyRow> rounds) {
        LatencyRow first = rounds.get(0);
        List<Long> ladder = new ArrayList<>();
        for (int i = 0; i < LADDER.size(); i++) {
            int step = i;
            ladder.add(middle(rounds, row -> row.arrivals.ladderNanos.get(step)));
        }
        Due due = new Due(middle(rounds, row -> row.arrivals.operations), middle(rounds, row -> row.arrivals.p50Nanos),
            middle(rounds, row -> row.arrivals.p99Nanos), middle(rounds, row -> row.arrivals.p999Nanos),
            middle(rounds, row -> row.arrivals.maxNanos), most(rounds, row -> row.arrivals.longestNanos),
            most(rounds, row -> row.arrivals.longestOwnNanos), ladder);
        // A round in which no access met a move says nothing about how long one takes.
        List<LatencyRow> meeting = rounds.stream().filter(row -> row.met.accesses > 0).toList();
        Met met = new Met(middle(rounds, row -> row.met.accesses), middle(meeting, row -> row.met.p50Nanos),
            middle(meeting, row -> row.met.p99Nanos), most(rounds, row -> row.met.longestNanos),
            most(rounds, row -> row.met.longestOwnNanos));
        Moves moves = new Moves(median(rounds, row -> row.moves.mibPerSecond), middle(rounds, row -> row.moves.pagesMigrated),
            middle(rounds, row -> row.moves.cancels), middle(rounds, row -> row.moves.putBack),
            middle(rounds, row -> row.moves.pins), middle(rounds, row -> row.moves.waits),
            middle(rounds, row -> row.moves.retries), middle(rounds, row -> row.moves.snapshotReads),
            middle(rounds, row -> row.moves.bufferedWrites));
        return new LatencyRow(first.allocator, first.mix, first.policy, first.readMode, first.sections, first.threads, first.load,
            first.intervalMillis, -1, median(rounds, LatencyRow::operationsPerSecond), due, met, moves);
    }

    private static double median(List<LatencyRow> rounds, ToDoubleFunction<LatencyRow> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** 0 of no rounds. */
    private static long middle(List<LatencyRow> rounds, ToLongFunction<LatencyRow> figure) {
        return Math.round(median(rounds, figure::applyAsLong));
    }

    private static long most(List<LatencyRow> rounds, ToLongFunction<LatencyRow> figure) {
        return rounds.stream().mapToLong(figure).max().orElseThrow();
    }
}
