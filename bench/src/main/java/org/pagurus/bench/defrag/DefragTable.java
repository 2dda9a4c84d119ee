package org.pagurus.bench.defrag;

import java.util.List;
import org.pagurus.bench.demo.Units;

/** Rows as a table of text. */
public final class DefragTable {
    /** What the columns are. */
    public static final List<String> TITLES = List.of("", "phase", "allocator", "live", "resident", "metadata", "ratio", "bar",
        "peak", "bar", "settled", "ops/s", "p99.9", "pause", "control", "");

    private static final String LINE = "%-5s %-13s %-20s %11s %11s %10s %7s %5s %7s %5s %7s %11s %10s %10s %10s  %s";

    private DefragTable() {
    }

    /**
     * What stands above the columns.
     *
     * @return a line
     */
    public static String head() {
        return Units.format(LINE, TITLES.toArray());
    }

    /**
     * A row.
     *
     * @param row what was measured
     * @return a line
     */
    public static String line(Row row) {
        return Units.format(LINE, cells(row).toArray()).stripTrailing();
    }

    /**
     * A row's cells.
     *
     * @param row what was measured
     * @return a text for each of {@link #TITLES}
     */
    public static List<String> cells(Row row) {
        return List.of(row.workload(), row.phase(), row.allocator(), Units.mib(row.liveBytes()),
            Units.mib(row.residentBytes()), kib(row.metadataBytes()), Units.ratio(row.ratio()), bar(row.bar()),
            row.peakRatio() == 0 ? "-" : Units.ratio(row.peakRatio()), bar(row.peakBar()),
            Units.format("%.2f s", row.settleNanos() / 1e9), Units.format("%,.0f", row.operationsPerSecond()),
            Units.nanos(row.p999Nanos()), Units.nanos(row.longestPauseNanos()), Units.nanos(row.longestControlNanos()),
            (verdict(row) + spread(row)).strip());
    }

    private static String kib(long bytes) {
        return bytes == 0 ? "-" : Units.format("%,d KiB", bytes >> 10);
    }

    private static String bar(double bar) {
        return bar == 0 ? "" : Units.ratio(bar);
    }

    private static String verdict(Row row) {
        if (row.held() == null) {
            return "";
        }
        if (row.held()) {
            return "held";
        }
        StringBuilder missed = new StringBuilder("MISSED:");
        missed.append(row.bar() > 0 && row.ratio() > row.bar() ? " ratio" : "");
        missed.append(row.peakBar() > 0 && row.peakRatio() > row.peakBar() ? " peak" : "");
        missed.append(row.pauseBarNanos() > 0 && row.longestPauseNanos() > row.pauseBarNanos() ? " pause" : "");
        return missed.toString();
    }

    /** Of medians, how far the rounds were apart. */
    private static String spread(Row row) {
        if (row.spread() == null) {
            return "";
        }
        Row.Range ratio = row.spread().get("ratio");
        Row.Range speed = row.spread().get("operationsPerSecond");
        Row.Range pause = row.spread().get("longestPauseNanos");
        if (ratio == null || speed == null || pause == null) {
            // A file that somebody else wrote need not have them.
            return "";
        }
        return " | ratio " + Units.ratio(ratio.least()) + "-" + Units.ratio(ratio.most()) + ", ops/s "
            + Units.format("%,.0f-%,.0f", speed.least(), speed.most()) + ", pause " + Units.nanos((long) pause.least()) + "-"
            + Units.nanos((long) pause.most());
    }

    /**
     * How many rows hold their bars.
     *
     * @param rows all rows
     * @return a sentence
     */
    public static String summary(List<Row> rows) {
        long held = rows.stream().filter(row -> Boolean.TRUE.equals(row.held())).count();
        long judged = rows.stream().filter(row -> row.held() != null).count();
        return "bars held: " + held + " of " + judged;
    }
}
