package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.latency.LatencyRow;
import org.pagurus.bench.latency.LatencySummary;
import org.pagurus.bench.latency.Load;

/** Writes the percentiles of latencies under moves as one HTML page. All texts are escaped; nothing is loaded from anywhere. */
public final class LatencyReport {
    private static final List<String> COLOURS = List.of("c1", "c2", "c3", "c4", "c5", "c6", "c7");

    private final List<LatencyRow> rows;
    private final HtmlPage page = new HtmlPage("Pagurus: latencies while pages move");

    private LatencyReport(List<LatencyRow> rows) {
        this.rows = rows;
    }

    /**
     * Writes the page.
     *
     * @param setting where and how it was measured
     * @param medians of all rounds, see {@link LatencySummary#medians}
     * @param goals   what they are held against
     * @param file    is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(String setting, List<LatencyRow> medians, List<Goal> goals, Path file) throws IOException {
        Files.writeString(file, toHtml(setting, medians, goals));
    }

    /** The whole page. */
    static String toHtml(String setting, List<LatencyRow> medians, List<Goal> goals) {
        LatencyReport report = new LatencyReport(medians);
        report.page.paragraph("lead", "Records are read and updated, half and half, chosen by Zipf's law, while the pages that "
            + "hold them are moved by force. Latencies begin when an operation was due, so that a stall delays all that were due "
            + "meanwhile. Same load: a thread copies as much as often, and moves nothing; what it costs too is not the moves' "
            + "doing.");
        report.page.paragraph("setting", setting);
        for (LatencyRow row : medians) {
            if (row.load().equals(Load.QUIET.id())) {
                report.heap(row);
            }
        }
        report.policies();
        report.goals(goals);
        report.table();
        return report.page.end();
    }

    // ---- drawings ----

    /** One kind of heap: quiet, and the shortest interval with and without moves; all intervals, where there are several. */
    private void heap(LatencyRow quiet) {
        List<LatencyRow> moving = rows.stream().filter(row -> isOfSameHeap(row, quiet) && is(row, Load.MOVING)).toList();
        LatencyRow densest = moving.stream().min((a, b) -> Integer.compare(a.intervalMillis(), b.intervalMillis())).orElse(null);
        if (densest == null) {
            return;
        }
        List<LatencyRow> lines = new ArrayList<>(List.of(quiet));
        rows.stream().filter(row -> isOfSameHeap(row, quiet) && is(row, Load.SAME_LOAD)
            && row.intervalMillis().equals(densest.intervalMillis())).forEach(lines::add);
        lines.add(densest);
        chart(heapName(quiet) + ": 1 MiB each, " + LatencySummary.moves(densest.intervalMillis()), lines, LatencyRow::load);
        if (moving.size() > 1) {
            List<LatencyRow> all = new ArrayList<>(List.of(quiet));
            all.addAll(moving);
            chart(heapName(quiet) + ": how often 1 MiB is moved", all, row -> LatencySummary.moves(row.intervalMillis()));
        }
    }

    /** All policies beside each other, for each way to read and number of threads. */
    private void policies() {
        for (LatencyRow first : rows) {
            Predicate<LatencyRow> beside = row -> row.readMode().equals(first.readMode()) && row.threads() == first.threads()
                && is(row, Load.MOVING) && row.intervalMillis() == 0;
            List<LatencyRow> lines = rows.stream().filter(beside).toList();
            if (lines.size() > 1 && lines.get(0) == first) {
                chart("Policies, " + first.readMode() + ", " + threads(first) + ": continuous moves", lines, LatencyRow::policy);
            }
        }
    }

    private void chart(String title, List<LatencyRow> lines, Function<LatencyRow, String> name) {
        long least = lines.stream().mapToLong(row -> row.arrivals().ladderNanos().get(0)).min().orElseThrow();
        long most = lines.stream().mapToLong(row -> row.arrivals().maxNanos()).max().orElseThrow();
        PercentileChart chart = new PercentileChart(Math.max(1, least), Math.max(2, most));
        for (int i = 0; i < lines.size(); i++) {
            chart.series(name.apply(lines.get(i)), COLOURS.get(i % COLOURS.size()), LatencyRow.LADDER,
                lines.get(i).arrivals().ladderNanos());
        }
        page.append("<section>\n<h2>").append(Html.escape(title)).append("</h2>\n").append(chart.svg(title + ", by percentile"))
            .append("</section>\n");
    }

    private static boolean isOfSameHeap(LatencyRow row, LatencyRow other) {
        return row.policy().equals(other.policy()) && row.readMode().equals(other.readMode())
            && row.threads() == other.threads();
    }

    private static boolean is(LatencyRow row, Load load) {
        return row.load().equals(load.id());
    }

    private static String heapName(LatencyRow row) {
        return row.policy() + " " + row.readMode() + ", " + threads(row);
    }

    private static String threads(LatencyRow row) {
        return row.threads() == 1 ? "1 thread" : row.threads() + " threads";
    }

    // ---- tables ----

    private void goals(List<Goal> goals) {
        page.append("<section>\n<h2>Goals</h2>\n");
        page.table("result", List.of("goal", "", "measured", "held"), goals.stream().map(goal -> List.of(goal.name(), goal.bar(),
            goal.measured(), goal.held() == null ? "-" : goal.held() ? "held" : "missed")).toList());
        page.append("</section>\n");
    }

    private void table() {
        page.append("<section>\n<h2>Figures</h2>\n");
        page.table("rows", List.of("heap", "1 MiB each", "load", "ops/s", "p50", "p99", "p99.9", "latest", "MiB/s", "pages",
            "met", "longest met", "own"), rows.stream().map(LatencyReport::cells).toList());
        page.paragraph("caption", "Medians of the rounds; the longest of all rounds for accesses that met a page in the middle "
            + "of its copy: from begin to end, and (own) without the time in which the thread was not running.");
        page.append("</section>\n");
    }

    private static List<String> cells(LatencyRow row) {
        LatencyRow.Due due = row.arrivals();
        return List.of(heapName(row), LatencySummary.moves(row.intervalMillis()), row.load(),
            Units.format("%,.0f", row.operationsPerSecond()), Units.nanos(due.p50Nanos()), Units.nanos(due.p99Nanos()),
            Units.nanos(due.p999Nanos()), Units.nanos(due.maxNanos()), Units.format("%,.1f", row.moves().mibPerSecond()),
            Units.count(row.moves().pagesMigrated()), Units.count(row.met().accesses()),
            Units.nanos(row.met().longestNanos()), Units.nanos(row.met().longestOwnNanos()));
    }
}
