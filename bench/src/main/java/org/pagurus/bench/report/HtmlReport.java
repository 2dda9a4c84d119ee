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
import org.pagurus.bench.frames.FrameMap;

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
        page.append("<section>\n<h2>The heap's frames</h2>\n");
        new MapPair(FrameMap.of(result.before().map()), FrameMap.of(result.after().map()))
            .appendTo(page, "Before: compactor off", "After: compactor on");
        page.append("</section>\n");
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
