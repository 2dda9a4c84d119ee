package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pagurus.bench.defrag.Row;

/** Draws the rows of the defragmentation benchmark as PNG files, for pages that show images only. */
public final class DefragPng {
    private static final int WIDTH = 960;
    private static final int MEMORY_HEIGHT = 400;
    private static final double NAMES = 0.26;
    private static final double HEADROOM = 1.14;

    private DefragPng() {
    }

    /**
     * Writes {@code memory-WORKLOAD.png} for each workload with timelines, and {@code ratios.png}.
     *
     * @param rows   one for each workload, phase and allocator
     * @param folder that exists
     * @return the files
     * @throws IOException if one cannot be written
     */
    public static List<Path> write(List<Row> rows, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        List<WorkloadFigure> figures = WorkloadFigure.of(rows);
        for (WorkloadFigure figure : figures) {
            if (!figure.lines().isEmpty()) {
                files.add(memory(figure).write(folder.resolve("memory-" + figure.workload().toLowerCase(Locale.ROOT) + ".png")));
            }
        }
        if (!figures.isEmpty()) {
            files.add(new RatioPng(figures, WorkloadFigure.allocators(rows)).write(folder.resolve("ratios.png")));
        }
        return files;
    }

    private static PngChart memory(WorkloadFigure figure) {
        int phases = figure.phases().size();
        double step = LineChart.niceStep(figure.topMib());
        double top = Math.ceil(figure.topMib() / step) * step;
        PngChart chart = new PngChart(figure.workload() + ": memory held, MiB", WIDTH, MEMORY_HEIGHT)
            .axes(0, phases * (1 + NAMES), 0, top * HEADROOM);
        for (int i = 0; i * step <= top * 1.0001; i++) {
            chart.grid(i * step, 0, phases, Numbers.axis(i * step));
        }
        chart.area("live", figure.live());
        for (int i = figure.lines().size() - 1; i >= 0; i--) {
            WorkloadFigure.Line line = figure.lines().get(i);
            chart.line(line.allocator(), line.series(), line.points());
        }
        for (int i = 0; i < phases; i++) {
            WorkloadFigure.PhaseSlot phase = figure.phases().get(i);
            chart.word(phase.title() + ", " + WorkloadFigure.seconds(phase), i + 0.5, top * HEADROOM, -14);
            if (i > 0) {
                chart.mark(List.of(new double[] {i, 0}, new double[] {i, top * HEADROOM}), false);
            }
        }
        return chart;
    }
}
