package org.pagurus.bench.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The ratios of all workloads as one PNG: rows of charts with one scale, a group of bars for each phase, and the allocators'
 * names above in their colours.
 */
final class RatioPng {
    private static final int WIDTH = 960;
    private static final int ROW_HEIGHT = 230;
    private static final int MOST_BARS = 48;
    private static final int LEAST_GROUPS = 3;
    private static final double MOST_RATIO = 3;
    private static final double HEADROOM = 1.25;
    private static final double FILL = 0.84;
    private static final int LEVEL_NUMBER = 30;
    /** About the width of a letter below a group. */
    private static final int LETTER = 7;
    private static final int KEY_LINE = 22;
    private static final int MARGIN = 14;

    private final List<String> allocators;
    private final List<Group> groups = new ArrayList<>();
    private final double limit;
    private final int inRow;

    /** The bars of one phase. */
    private record Group(String title, double goal, List<WorkloadFigure.Bar> bars) {
    }

    RatioPng(List<WorkloadFigure> figures, List<String> allocators) {
        this.allocators = allocators;
        for (WorkloadFigure figure : figures) {
            for (int i = 0; i < figure.phases().size(); i++) {
                int phase = i;
                groups.add(new Group(figure.workload() + " " + figure.phases().get(i).title().replaceFirst("^phase ", ""),
                    figure.phases().get(i).goal(), figure.bars().stream().filter(bar -> bar.phase() == phase).toList()));
            }
        }
        limit = figures.stream().mapToDouble(figure -> figure.ratioLimit(MOST_RATIO)).max().orElse(MOST_RATIO);
        int longest = groups.stream().mapToInt(group -> group.title().length()).max().orElse(1);
        int fitting = Math.max(1, Math.min(MOST_BARS / allocators.size(), (WIDTH - 2 * MARGIN) / (longest * LETTER)));
        inRow = Math.min(groups.size(), Math.max(LEAST_GROUPS, fitting));
    }

    private PngChart row(List<Group> some) {
        PngChart chart = new PngChart("", WIDTH, ROW_HEIGHT).axes(0, inRow, 0, limit * HEADROOM);
        double step = limit > 2 ? 1 : 0.5;
        for (int i = 0; i * step <= limit * 1.0001; i++) {
            chart.grid(i * step, 0, inRow, Numbers.axis(i * step));
        }
        double pitch = FILL / allocators.size();
        for (int series = 0; series < allocators.size(); series++) {
            List<double[]> bars = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                for (WorkloadFigure.Bar bar : some.get(i).bars()) {
                    if (bar.series() == series) {
                        double left = i + (1 - FILL) / 2 + series * pitch;
                        double top = Math.min(limit, bar.ratio());
                        bars.add(new double[] {left + pitch * 0.06, left + pitch * 0.94, top});
                        chart.number((bar.ratio() > limit * 1.0001 ? "\u2191 " : "") + Numbers.ratio(bar.ratio()),
                            left + pitch / 2, Math.max(top, some.get(i).goal()), pitch * (WIDTH - 60) / inRow < LEVEL_NUMBER);
                    }
                }
            }
            if (!bars.isEmpty()) {
                chart.bars(series, bars);
            }
        }
        for (int i = 0; i < some.size(); i++) {
            Group group = some.get(i);
            chart.caption(group.title(), i + 0.5, 0, -16);
            if (group.goal() > 0) {
                chart.mark(List.of(new double[] {i + 0.02, group.goal()}, new double[] {i + 0.98, group.goal()}), true);
            }
        }
        return chart;
    }

    BufferedImage image() {
        int rows = (groups.size() + inRow - 1) / inRow;
        BufferedImage draft = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        Graphics2D measure = draft.createGraphics();
        int keyHeight = key(measure) + MARGIN;
        measure.dispose();
        BufferedImage image = new BufferedImage(WIDTH * PngChart.SCALE, (keyHeight + rows * ROW_HEIGHT) * PngChart.SCALE,
            BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            for (int i = 0; i < rows; i++) {
                List<Group> some = groups.subList(i * inRow, Math.min(groups.size(), (i + 1) * inRow));
                graphics.drawImage(row(some).image(), 0, (keyHeight + i * ROW_HEIGHT) * PngChart.SCALE, null);
            }
            graphics.scale(PngChart.SCALE, PngChart.SCALE);
            key(graphics);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** Draws title and names, and returns how high they are. */
    private int key(Graphics2D graphics) {
        int y = MARGIN + PngChart.BOLD.getSize();
        graphics.setFont(PngChart.BOLD);
        graphics.setColor(new Color(Palette.NEUTRAL));
        graphics.drawString("Memory held / live after each phase; the dashed line is Pagurus' goal", MARGIN, y);
        int x = MARGIN;
        y += KEY_LINE;
        for (int series = 0; series < allocators.size(); series++) {
            int length = graphics.getFontMetrics().stringWidth(allocators.get(series));
            if (x > MARGIN && x + KEY_LINE + length > WIDTH - MARGIN) {
                x = MARGIN;
                y += KEY_LINE;
            }
            graphics.setColor(new Color(Palette.rgb(series)));
            graphics.fillRect(x, y - 10, 11, 11);
            graphics.drawString(allocators.get(series), x + 16, y);
            x += KEY_LINE + length + MARGIN;
        }
        return y;
    }

    Path write(Path file) throws IOException {
        ImageIO.write(image(), "png", file.toFile());
        return file;
    }
}
