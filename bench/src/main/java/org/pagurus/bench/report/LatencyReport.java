package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.latency.LatencyRow;
import org.pagurus.bench.latency.LatencySummary;

/** Writes the percentiles of latencies under moves as one HTML page. All texts are escaped; nothing is loaded from anywhere. */
public final class LatencyReport {
    private final List<LatencyLine> lines;
    private final HtmlPage page = new HtmlPage("Pagurus: latencies while pages move");

    private LatencyReport(List<LatencyLine> lines) {
        this.lines = lines;
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
        Files.writeString(file, toHtml(setting, LatencyLine.of(medians), goals));
    }

    /** The whole page. */
    static String toHtml(String setting, List<LatencyLine> lines, List<Goal> goals) {
        LatencyReport report = new LatencyReport(lines);
        report.page.paragraph("lead", "Records are read and updated, half and half, chosen by Zipf's law, while the pages that "
            + "hold them are moved by force. Latencies begin when an operation was due, so that a stall delays all that were due "
            + "meanwhile. Same load: a thread copies as much as often, and moves nothing; what it costs too is not the moves' "
            + "doing.");
        report.page.paragraph("setting", setting);
        report.drawings();
        report.goals(goals);
        report.table();
        return report.page.end();
    }

    private void drawings() {
        for (LatencyFigure figure : LatencyFigure.of(lines)) {
            PercentileChart chart = new PercentileChart(figure.leastNanos(), figure.mostNanos());
            for (int i = 0; i < figure.curves().size(); i++) {
                LatencyFigure.Curve curve = figure.curves().get(i);
                chart.series(curve.name(), Palette.cssClass(i), LatencyRow.LADDER, curve.nanos());
            }
            page.append("<section>\n<h2>").append(Html.escape(figure.title())).append("</h2>\n")
                .append(chart.svg(figure.title() + ", by percentile")).append("</section>\n");
        }
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
            "met", "longest met", "own"), lines.stream().map(LatencyReport::cells).toList());
        page.paragraph("caption", "Medians of the rounds; the longest of all rounds for accesses that met a page in the middle "
            + "of its copy: from begin to end, and (own) without the time in which the thread was not running.");
        page.append("</section>\n");
    }

    private static List<String> cells(LatencyLine line) {
        LatencyRow row = line.row();
        LatencyRow.Due due = row.arrivals();
        return List.of(line.heap(), LatencySummary.moves(row.intervalMillis()), row.load(),
            Units.format("%,.0f", row.operationsPerSecond()), Units.nanos(due.p50Nanos()), Units.nanos(due.p99Nanos()),
            Units.nanos(due.p999Nanos()), Units.nanos(due.maxNanos()), Units.format("%,.1f", row.moves().mibPerSecond()),
            Units.count(row.moves().pagesMigrated()), Units.count(row.met().accesses()),
            Units.nanos(row.met().longestNanos()), Units.nanos(row.met().longestOwnNanos()));
    }
}
