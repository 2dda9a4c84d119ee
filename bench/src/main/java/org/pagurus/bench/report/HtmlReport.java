package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.pagurus.bench.demo.DemoResult;
import org.pagurus.bench.demo.Phase;
import org.pagurus.bench.demo.ResultTable;
import org.pagurus.bench.demo.Sample;
import org.pagurus.bench.demo.Units;

/**
 * Writes the demo's result as one HTML page. All texts are escaped; nothing is loaded from anywhere.
 */
public final class HtmlReport {
    private static final double MIB = 1 << 20;
    private static final double NANOS = 1e9;
    /** A name needs so much of the width above its part of the time. */
    private static final double MIN_NAMED_PART = 0.09;

    private final DemoResult result;
    private final HtmlPage page = new HtmlPage("Pagurus demo");

    private HtmlReport(DemoResult result) {
        this.result = result;
    }

    /**
     * Writes the page.
     *
     * @param result what a run found
     * @param file   is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(DemoResult result, Path file) throws IOException {
        Files.writeString(file, toHtml(result));
    }

    /** The whole page. */
    static String toHtml(DemoResult result) {
        HtmlReport report = new HtmlReport(result);
        report.head();
        report.figures();
        report.chart();
        report.maps();
        report.table();
        return report.page.end();
    }

    private void head() {
        page.paragraph("lead", "Months of a cache's life in " + result.options().seconds() + " seconds: first without the "
            + "compactor, then with it. The values are the " + Units.count(result.values()) + " files of JDK "
            + System.getProperty("java.runtime.version") + ", " + Units.mib(result.valuesBytes()) + ".");
        page.paragraph("setting", "limit " + Units.bytes(result.options().limitBytes()) + " \u00b7 " + result.options().readers()
            + " readers \u00b7 seed " + result.options().seed() + " \u00b7 " + Runtime.getRuntime().availableProcessors()
            + " processors \u00b7 " + System.getProperty("os.name") + ' ' + System.getProperty("os.arch"));
    }

    private void figures() {
        Sample before = result.before().sample();
        Sample after = result.after().sample();
        page.append("<div class=\"figures\">\n");
        page.figure("resident / live", Units.ratio(before.ratio()) + " \u2192 " + Units.ratio(after.ratio()));
        page.figure("resident", Math.round(before.heap().residentBytes() / MIB) + " \u2192 "
            + Math.round(after.heap().residentBytes() / MIB) + " MiB");
        page.figure("reads checked", Units.count(result.readsChecked()));
        page.figure("reads wrong", Units.count(result.readsWrong()));
        page.append("</div>\n");
    }

    private void chart() {
        List<Sample> samples = result.samples();
        double end = samples.get(samples.size() - 1).nanos() / NANOS;
        double top = samples.stream().mapToLong(sample -> sample.heap().residentBytes()).max().orElseThrow() / MIB;
        LineChart chart = new LineChart(end, top, "MiB");
        bands(chart, end);
        chart.mark(start(Phase.COMPACTING))
            .series("live", "live", points(Sample::liveBytes))
            .series("resident", "resident", points(sample -> sample.heap().residentBytes()));
        page.append("<section>\n<h2>Memory over time</h2>\n")
            .append(chart.svg("Resident and live memory over time; the compactor starts at "
                + Math.round(start(Phase.COMPACTING)) + " s"));
        page.paragraph("caption", "Live is the sum of the lengths of the values in the cache, resident what the kernel holds for "
            + "the heap. The dashed line is the moment when the compactor was started.");
        page.append("</section>\n");
    }

    private void bands(LineChart chart, double end) {
        Phase[] phases = Phase.values();
        for (int i = 0; i < phases.length; i++) {
            double from = Math.min(end, start(phases[i]));
            double to = i + 1 < phases.length ? Math.min(end, start(phases[i + 1])) : end;
            boolean isNamed = to - from >= MIN_NAMED_PART * end;
            chart.band(isNamed ? phases[i].title() : "", from, to, phases[i] == Phase.WARMING || phases[i] == Phase.SETTLING);
        }
    }

    /** When a phase began, in seconds. */
    private double start(Phase phase) {
        return result.phases().get(phase) / NANOS;
    }

    private List<double[]> points(ToLongFunction<Sample> bytes) {
        List<double[]> points = new ArrayList<>();
        result.samples().forEach(sample -> points.add(new double[] {sample.nanos() / NANOS, bytes.applyAsLong(sample) / MIB}));
        return points;
    }

    private void maps() {
        int regions = Math.max(RegionDrawing.regionsInUse(result.before().map()),
            RegionDrawing.regionsInUse(result.after().map()));
        RegionDrawing before = new RegionDrawing(result.before().map(), regions);
        RegionDrawing after = new RegionDrawing(result.after().map(), regions);
        page.append("<section>\n<h2>The heap's frames</h2>\n<div class=\"maps\">\n");
        map("Before: compactor off", before);
        map("After: compactor on", after);
        page.append("</div>\n");
        legend(before, after);
        page.paragraph("caption", "A row is a region of 4 MiB, a cell a frame of 64 KiB, coloured by the part of it that is in "
            + "use. Folded pages lie one behind the other, and what is left of their last frame is with the OS."
            + (regions > RegionDrawing.MAX_REGIONS ? " The first " + RegionDrawing.MAX_REGIONS + " of " + regions
            + " regions in use are drawn." : ""));
        page.append("</section>\n");
    }

    private void map(String title, RegionDrawing drawing) {
        page.append("<figure>\n<figcaption>").append(Html.escape(title)).append("</figcaption>\n")
            .append(drawing.svg(title)).append("</figure>\n");
    }

    private void legend(RegionDrawing before, RegionDrawing after) {
        page.append("<div class=\"wide\"><table class=\"legend\">\n<thead><tr><th>frames</th>");
        for (FrameState state : FrameState.values()) {
            legendTitle("<path class=\"" + state.cssClass() + "\" d=\"M0 0h6v6h-6z\"/>", state.title());
        }
        legendTitle("<path class=\"q5\" d=\"M0 0h6v6h-6z\"/><path class=\"dot\" d=\"M2 2h2v2h-2z\"/>", "in folded pages");
        page.append("</tr></thead>\n<tbody>\n");
        legendRow("before", before);
        legendRow("after", after);
        page.append("</tbody>\n</table></div>\n");
    }

    private void legendTitle(String swatch, String title) {
        page.append("<th><svg viewBox=\"0 0 6 6\">").append(swatch).append("</svg>").append(Html.escape(title)).append("</th>");
    }

    private void legendRow(String name, RegionDrawing drawing) {
        page.append("<tr><th>").append(name).append("</th>");
        for (FrameState state : FrameState.values()) {
            page.append("<td>").append(Units.count(drawing.frames(state))).append("</td>");
        }
        page.append("<td>").append(Units.count(drawing.foldedFrames())).append("</td></tr>\n");
    }

    private void table() {
        ResultTable table = new ResultTable(result);
        page.append("<section>\n<h2>Figures</h2>\n");
        page.table("result", ResultTable.TITLES, table.rows());
        table.notes().forEach(note -> page.paragraph("note", note));
        List<String> problems = table.problems();
        if (problems.isEmpty()) {
            page.paragraph("right", "Byte sums fit, and the heap's verifier found nothing.");
        }
        problems.forEach(problem -> page.paragraph("wrong", problem));
        page.append("</section>\n");
    }
}
