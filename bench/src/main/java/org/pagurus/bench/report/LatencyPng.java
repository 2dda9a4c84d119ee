package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.latency.LatencyRow;

/** Draws latencies by percentile as PNG files, for pages that show images only. */
public final class LatencyPng {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 400;
    private static final double NAMES = 0.9;

    private LatencyPng() {
    }

    /**
     * Writes a file for each chart of the report.
     *
     * @param medians of all rounds
     * @param folder  that exists
     * @return the files
     * @throws IOException if one cannot be written
     */
    public static List<Path> write(List<LatencyRow> medians, Path folder) throws IOException {
        return writeLines(LatencyLine.of(medians), folder);
    }

    static List<Path> writeLines(List<LatencyLine> lines, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (LatencyFigure figure : LatencyFigure.of(lines)) {
            files.add(chart(figure).write(folder.resolve(figure.file())));
        }
        return files;
    }

    /** Both axes are logarithms already: x is how many nines, y powers of ten. */
    static PngChart chart(LatencyFigure figure) {
        int lowest = PercentileChart.lowestPower(figure.leastNanos());
        int highest = PercentileChart.highestPower(figure.mostNanos(), lowest);
        double right = PercentileChart.nines(PercentileChart.ALL) + NAMES;
        PngChart chart = new PngChart(figure.title(), WIDTH, HEIGHT).axes(0, right, lowest, highest);
        for (int power = lowest; power <= highest; power++) {
            chart.grid(power, 0, right - NAMES, PercentileChart.power(Math.round(Math.pow(10, power))));
        }
        for (double percent : PercentileChart.TICKS) {
            chart.word(PercentileChart.name(percent), PercentileChart.nines(percent), lowest, -18);
        }
        chart.word("percent", right - NAMES / 2, lowest, -18);
        for (int i = 0; i < figure.curves().size(); i++) {
            LatencyFigure.Curve curve = figure.curves().get(i);
            List<double[]> points = new ArrayList<>();
            for (int step = 0; step < LatencyRow.LADDER.size(); step++) {
                points.add(new double[] {PercentileChart.nines(LatencyRow.LADDER.get(step)),
                    Math.log10(Math.max(1, curve.nanos().get(step)))});
            }
            chart.line(curve.name(), i, points);
        }
        return chart;
    }
}
