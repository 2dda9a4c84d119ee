package org.pagurus.bench.replay;

import java.util.List;
import java.util.stream.Collectors;
import org.pagurus.bench.demo.Units;

/** Rows as text. */
public final class ReplayTable {
    private static final String LINE = "%-11s %11s %7s %11s %11s %6s %6s %6s %8s %10s %10s %10s %10s %10s %10s%n";

    private ReplayTable() {
    }

    /**
     * A line for each row below a head, and what was evicted and moved below that.
     *
     * @param rows all
     * @return lines, each with its end
     */
    public static String text(List<ReplayRow> rows) {
        StringBuilder text = new StringBuilder(Units.format(LINE, "", "requests/s", "hits", "live", "resident", "ratio", "mean",
            "peak", "settled", "get p50", "p99", "p99.9", "put p50", "p99", "p99.9"));
        rows.forEach(row -> text.append(line(row)));
        rows.forEach(row -> text.append(notes(row)));
        return text.toString();
    }

    private static String line(ReplayRow row) {
        return Units.format(LINE, row.subject(), Units.format("%,.0f", row.requestsPerSecond()),
            row.reads() == 0 ? "-" : Units.format("%.2f %%", 100 * row.hitRatio()), Units.mib(row.liveBytes()),
            Units.mib(row.residentBytes()), Units.ratio(row.ratio()), sampled(row, row.meanRatio()),
            sampled(row, row.peakRatio()),
            Units.ratio(row.settledRatio()), nanos(row.get(), row.get().p50()), nanos(row.get(), row.get().p99()),
            nanos(row.get(), row.get().p999()), nanos(row.put(), row.put().p50()), nanos(row.put(), row.put().p99()),
            nanos(row.put(), row.put().p999()));
    }

    private static String sampled(ReplayRow row, double ratio) {
        return row.samples() == 0 ? "-" : Units.ratio(ratio);
    }

    private static String nanos(Percentiles of, long nanos) {
        return of.count() == 0 ? "-" : Units.nanos(nanos);
    }

    private static String notes(ReplayRow row) {
        String moved = row.compaction().entrySet().stream().map(entry -> entry.getKey() + "=" + Units.count(entry.getValue()))
            .collect(Collectors.joining(" "));
        return Units.format("  %s: eviction %s; %s hits checked, %s wrong; %s puts; most resident %s%s%s%n", row.subject(),
            row.policy(), Units.count(row.hits()), Units.count(row.wrong()), Units.count(row.put().count()),
            row.samples() == 0 ? "not sampled" : Units.mib(row.peakResidentBytes()),
            row.tooLarge() == 0 ? "" : "; " + Units.count(row.tooLarge()) + " values above the limit were not put",
            moved.isEmpty() ? "" : "; " + moved);
    }
}
