package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pagurus.bench.defrag.DefragTable;
import org.pagurus.bench.defrag.Row;
import org.pagurus.bench.defrag.Workloads;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.frames.FrameMap;
import org.pagurus.bench.frames.FrameState;
import org.pagurus.bench.goals.Setting;

/** Writes the rows of the defragmentation benchmark as one HTML page. All texts are escaped; nothing is loaded from anywhere. */
public final class DefragReport {
    /** So many pairs of maps are drawn: of those phases after which most frames went back. */
    private static final int MAPS = 2;
    /** Less is not worth a drawing. */
    private static final int LEAST_FRAMES = 16;

    private final List<Row> rows;
    private final HtmlPage page = new HtmlPage("Pagurus: memory held for each live byte", "broad");

    private DefragReport(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * Writes the page.
     *
     * @param rows     of one or more runs with the same {@code --live}; one for each workload, phase and allocator
     * @param settings of those runs; may be empty
     * @param file     is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(List<Row> rows, List<Setting> settings, Path file) throws IOException {
        Files.writeString(file, toHtml(rows, settings));
    }

    /** The whole page. */
    static String toHtml(List<Row> rows, List<Setting> settings) {
        DefragReport report = new DefragReport(rows);
        report.page.paragraph("lead", "Workloads that fragment memory, each with each allocator in a JVM of its own. Live is "
            + "what the workload asked for and has not freed; held is what the allocator takes for it: resident memory, as the "
            + "kernel counts it, and metadata.");
        report.setting(settings);
        report.howToRead();
        report.workloads();
        report.maps();
        report.table();
        return report.page.end();
    }

    private void setting(List<Setting> settings) {
        List<List<String>> lines = new ArrayList<>();
        for (Setting setting : settings) {
            lines.add(List.of("command", setting.command()));
            lines.add(List.of("machine", setting.processors() + " processors" + (setting.cpu().isEmpty() ? "" : ", "
                + setting.cpu()) + ", " + setting.os()));
            lines.add(List.of("JDK", setting.jdk()));
        }
        if (settings.isEmpty()) {
            lines.add(List.of("machine", "not recorded"));
        }
        lines.add(List.of("limit of live bytes", Units.bytes(limitBytes())));
        lines.add(List.of("seed", String.join(", ", rows.stream().map(row -> Long.toString(row.seed())).distinct().toList())));
        lines.add(List.of("bars", DefragTable.summary(rows)));
        page.append("<section>\n<h2>Setting</h2>\n");
        page.pairs("setting-table", lines);
        page.append("</section>\n");
    }

    private void howToRead() {
        page.append("<section>\n<h2>How to read the drawings</h2>\n<ul class=\"how\">\n");
        page.item("Grey is live; a line is what an allocator held. The room between the two is lost.");
        page.item("Allocators take different times for the same work, so each phase is as wide as any other. Where it is white, "
            + "to the right is one allocation or free after the other; where it is shaded, nothing is done, 2 s at most unless "
            + "the workload waits longer, and the compactor may catch up. Below stands how long the phase took with the fastest "
            + "allocator and with the slowest.");
        page.item("Bars are held / live at the end of a phase, from 0; 1 is the best there is. The dashed line is what Pagurus "
            + "must not exceed. A bar with a cut is higher than the drawing; its number is right.");
        page.item("pagurus may use a whole processor to compact, pagurus-default-cap a tenth. Other allocators move nothing: "
            + "what fragments stays until whole pages of theirs are free.");
        page.append("</ul>\n</section>\n");
    }

    private void workloads() {
        List<WorkloadFigure> figures = WorkloadFigure.of(rows);
        page.append("<section class=\"open\">\n<h2>Memory over time, and ratios</h2>\n<div class=\"multiples\">\n");
        for (WorkloadFigure figure : figures) {
            page.append("<figure>\n<figcaption><strong>").append(Html.escape(figure.workload())).append("</strong> ")
                .append(Html.escape(description(figure.workload()))).append("</figcaption>\n")
                .append(new WorkloadDrawing(figure).svg(figure.workload() + ": memory held by each allocator over its phases, "
                    + "and the ratio to live after each")).append("</figure>\n");
        }
        page.append("</div>\n");
        if (figures.stream().anyMatch(figure -> figure.lines().isEmpty())) {
            page.paragraph("note", "Rows without a timeline have no memory over time: their file is older than timelines.");
        }
        page.append("</section>\n");
    }

    /** Of the run: some workloads have a smaller one of their own. */
    private long limitBytes() {
        return rows.stream().mapToLong(Row::limitBytes).max().orElse(0);
    }

    private String description(String workload) {
        return Workloads.parse("all").contains(workload) ? Workloads.description(workload, limitBytes(), null) : "";
    }

    // ---- maps ----

    private void maps() {
        Map<String, Row> best = new LinkedHashMap<>();
        for (Row row : rows) {
            if (!row.framesBefore().isEmpty()) {
                best.merge(row.workload(), row, (one, other) -> given(one) >= given(other) ? one : other);
            }
        }
        List<Row> chosen = best.values().stream().filter(row -> given(row) >= LEAST_FRAMES)
            .sorted(Comparator.comparingInt(DefragReport::given).reversed()).limit(MAPS).toList();
        if (chosen.isEmpty()) {
            return;
        }
        page.append("<section class=\"open\">\n<h2>Pagurus' frames before and after settling</h2>\n");
        page.paragraph("caption", "Of the phases after which most frames went back to the OS.");
        for (Row row : chosen) {
            page.append("<section>\n<h3>").append(Html.escape(row.workload() + ", phase " + row.phase() + ", " + row.allocator()))
                .append("</h3>\n");
            new MapPair(FrameMap.parse(row.framesBefore()), FrameMap.parse(row.framesAfter())).appendTo(page,
                "When the phase ended", Units.format("%.2f s later, settled", row.settleNanos() / 1e9));
            page.append("</section>\n");
        }
        page.append("</section>\n");
    }

    /** Frames that went back to the OS while a phase settled. */
    private static int given(Row row) {
        return inUse(FrameMap.parse(row.framesBefore())) - inUse(FrameMap.parse(row.framesAfter()));
    }

    private static int inUse(FrameMap map) {
        return map.frames() - map.count(FrameState.RELEASED);
    }

    // ---- table ----

    private void table() {
        page.append("<section class=\"open\">\n<h2>All rows</h2>\n");
        page.table("rows", DefragTable.TITLES, rows.stream().map(DefragTable::cells).toList());
        page.paragraph("caption", "Ratio: (resident + metadata) / live, settled; peak: the worst while the phase ran; bar: what "
            + "must not be exceeded. Pause: the longest of the reads that another thread made all the time; control: the longest "
            + "time in which that thread did nothing and was not running.");
        page.append("</section>\n");
    }
}
