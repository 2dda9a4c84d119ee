package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.scale.Extrapolation;
import org.pagurus.bench.scale.Measure;
import org.pagurus.bench.scale.ScaleResult;
import org.pagurus.bench.scale.Series;

/** Writes how costs grow as one HTML page. All texts are escaped; nothing is loaded from anywhere. */
public final class ScaleReport {
    private static final List<String> COLOURS = List.of("c1", "c2", "c3", "c4", "c5", "c6", "c7", "live");
    private static final List<Measure> PARTS = List.of(Measure.MOVED, Measure.MOVED_NOW, Measure.GRACE_PERIOD, Measure.SECTION,
        Measure.READ, Measure.RAW_READ, Measure.REPLACE, Measure.MALLOC_REPLACE);
    private static final List<Measure> WHOLE = List.of(Measure.PLAN, Measure.NOTHING, Measure.STATS, Measure.PAGES,
        Measure.PAGE_TABLE, Measure.METADATA);

    private final ScaleResult result;
    private final HtmlPage page = new HtmlPage("Pagurus: what grows with the heap");

    private ScaleReport(ScaleResult result) {
        this.result = result;
    }

    /**
     * Writes the page.
     *
     * @param setting where and how it was measured
     * @param result  what was measured
     * @param goals   what it is held against
     * @param file    is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(String setting, ScaleResult result, List<Goal> goals, Path file) throws IOException {
        Files.writeString(file, toHtml(setting, result, goals));
    }

    /** The whole page. */
    static String toHtml(String setting, ScaleResult result, List<Goal> goals) {
        ScaleReport report = new ScaleReport(result);
        report.page.paragraph("lead", "Each line is a cost beside that of the smallest size in the same run. A level line does "
            + "not grow; one that rises a step for each step to the right grows in proportion.");
        report.page.paragraph("setting", setting);
        report.chart("What should not grow with live data", report.those(PARTS), Units::bytes);
        report.chart("What a look at the whole heap costs, and what is kept of it", report.those(WHOLE), Units::bytes);
        report.chart("Sessions", result.along(Measure.Axis.SESSIONS), Units::count);
        report.section("Goals", List.of("goal", "", "measured", "held"), goals.stream().map(goal -> List.of(goal.name(),
            goal.bar(), goal.measured(), goal.held() == null ? "-" : goal.held() ? "held" : "missed")).toList());
        report.figures("Figures by live data", result.along(Measure.Axis.LIVE), Units::bytes);
        report.figures("Figures by sessions", result.along(Measure.Axis.SESSIONS), Units::count);
        report.section("For 1 TiB of live data, if all grows as it did", List.of("", "", "from"),
            Extrapolation.of(result, Extrapolation.TARGET_BYTES).stream()
                .map(line -> List.of(line.what(), line.value(), line.formula())).toList());
        result.notes().forEach(note -> report.page.paragraph("note", note));
        return report.page.end();
    }

    private List<Series> those(List<Measure> measures) {
        return result.series().stream().filter(series -> measures.contains(series.measure())).toList();
    }

    private void chart(String title, List<Series> lines, LongFunction<String> size) {
        List<Long> sizes = lines.isEmpty() ? List.of() : lines.get(0).sizes();
        if (sizes.size() < 2) {
            return;
        }
        double[] all = lines.stream().flatMapToDouble(series -> Arrays.stream(series.ratios())).toArray();
        RatioChart chart = new RatioChart(sizes, Arrays.stream(all).min().orElseThrow(), Arrays.stream(all).max().orElseThrow(),
            size);
        for (int i = 0; i < lines.size(); i++) {
            chart.series(lines.get(i).measure().title(), COLOURS.get(i % COLOURS.size()), lines.get(i).sizes(),
                lines.get(i).ratios());
        }
        page.append("<section>\n<h2>").append(Html.escape(title)).append("</h2>\n").append(chart.svg(title))
            .append("</section>\n");
    }

    private void figures(String title, List<Series> all, LongFunction<String> size) {
        if (all.isEmpty()) {
            return;
        }
        List<Long> sizes = all.get(0).sizes();
        List<String> titles = new ArrayList<>(List.of(""));
        sizes.forEach(one -> titles.add(size.apply(one)));
        titles.add("grows as");
        List<List<String>> rows = new ArrayList<>();
        for (Series series : all) {
            List<String> row = new ArrayList<>(List.of(series.measure().title()));
            for (long one : sizes) {
                int at = series.sizes().indexOf(one);
                row.add(at < 0 ? "" : series.measure().text(series.medians()[at]));
            }
            row.add(series.growth().words());
            rows.add(row);
        }
        section(title, titles, rows);
    }

    private void section(String title, List<String> titles, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            page.append("<section>\n<h2>").append(Html.escape(title)).append("</h2>\n");
            page.table("rows", titles, rows);
            page.append("</section>\n");
        }
    }
}
