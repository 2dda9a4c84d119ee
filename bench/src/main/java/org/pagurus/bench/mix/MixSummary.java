package org.pagurus.bench.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Median;

/** The rows of all rounds: medians with the least and the most, as tables too. */
public final class MixSummary {
    private static final String TIMES = "%-15s %-3s %-10s %-8s %7s %12s %-24s %9s %10s %-22s %10s %-22s %10s  %s%n";
    private static final String SPACE = "%-15s %-3s %-10s %7s %11s %11s %11s %6s %9s %9s %9s %11s %9s %8s %8s%n";
    private static final double MIB = 1 << 20;

    private final List<Spread> spreads = new ArrayList<>();

    /**
     * The rounds of one measurement.
     *
     * @param median of each figure
     * @param least  likewise
     * @param most   likewise
     */
    public record Spread(MixRow median, MixRow least, MixRow most) {
    }

    /**
     * Sums up.
     *
     * @param rows of all rounds
     */
    public MixSummary(List<MixRow> rows) {
        List<MixRow> seen = new ArrayList<>();
        for (MixRow row : rows) {
            if (seen.stream().noneMatch(row::isLike)) {
                seen.add(row);
                List<MixRow> rounds = rows.stream().filter(row::isLike).toList();
                spreads.add(new Spread(MixRow.of(rounds, Median::of),
                    MixRow.of(rounds, figures -> Arrays.stream(figures).min().orElseThrow()),
                    MixRow.of(rounds, figures -> Arrays.stream(figures).max().orElseThrow())));
            }
        }
    }

    /**
     * All measurements, in the order in which they were measured first.
     *
     * @return medians with the least and the most
     */
    public List<Spread> spreads() {
        return List.copyOf(spreads);
    }

    /**
     * Two tables: times, and what was held and moved.
     *
     * @return lines, each with its end
     */
    public String table() {
        StringBuilder text = new StringBuilder(Units.format("medians of the rounds (least to most); latencies of operations from"
            + " when they were due%n"));
        text.append(Units.format(TIMES, "allocator", "mix", "compaction", "updates", "threads", "ops/s", "", "p50", "p99", "",
            "p99.9", "", "max", ""));
        for (Spread spread : spreads) {
            MixRow row = spread.median;
            text.append(Units.format(TIMES, row.allocator(), row.mix(), row.state(), row.updates(), row.threads(),
                count(row.operationsPerSecond()), range(spread, of -> count(of.operationsPerSecond())),
                Units.nanos(row.arrivals().p50Nanos()), Units.nanos(row.arrivals().p99Nanos()),
                range(spread, of -> Units.nanos(of.arrivals().p99Nanos())), Units.nanos(row.arrivals().p999Nanos()),
                range(spread, of -> Units.nanos(of.arrivals().p999Nanos())), Units.nanos(row.arrivals().maxNanos()),
                row.holdsRate() ? "" : "cannot hold the rate"));
        }
        text.append(Units.format("%nresident: anonymous and shared memory of the process, from the kernel; empty: before the"
            + " store was opened; pauses of the collector while latencies were measured%n"));
        text.append(Units.format(SPACE, "allocator", "mix", "compaction", "threads", "values", "empty", "resident", "ratio",
            "pauses", "longest", "sum", "replaced/s", "MiB/s", "pages", "met"));
        for (Spread spread : spreads) {
            MixRow row = spread.median;
            MixRow.Footprint memory = row.memory();
            MixRow.Moves moves = row.moves();
            long values = memory.recordBytes() + memory.otherBytes();
            text.append(Units.format(SPACE, row.allocator(), row.mix(), row.state(), row.threads(), Units.mib(values),
                Units.mib(memory.emptyBytes()), Units.mib(memory.residentBytes()),
                Units.ratio((double) (memory.residentBytes() - memory.emptyBytes()) / values), row.pauses().count(),
                Units.nanos(row.pauses().longestNanos()), Units.nanos(row.pauses().sumNanos()), count(moves.replacedPerSecond()),
                Units.format("%,.1f", moves.mibPerSecond()), moves.pages(), moves.met()));
        }
        return text.toString();
    }

    private static String count(double number) {
        return Units.format("%,.0f", number);
    }

    private static String range(Spread spread, Function<MixRow, String> figure) {
        return "(" + figure.apply(spread.least) + " to " + figure.apply(spread.most) + ")";
    }
}
