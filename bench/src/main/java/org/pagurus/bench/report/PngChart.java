package org.pagurus.bench.report;

import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart as a PNG file, by XChart, without a background: its colours are {@link Palette}'s, which read on white and on dark
 * pages. XChart draws axes and series; names and numbers beside them are drawn over it, where it says that a point is.
 */
public final class PngChart {
    /** Pixels for each unit of length, for sharp screens. */
    static final int SCALE = 2;

    private static final Color NEUTRAL = new Color(Palette.NEUTRAL);
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final Color GRID = alpha(Palette.NEUTRAL, 70);
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final int NAME_HEIGHT = 16;
    private static final int NAME_GAP = 10;
    /** The part of the width that numbers beside the y axis take. */
    private static final double NUMBERS = 0.06;
    private static final float LINE_WIDTH = 2.2f;
    private static final float[] DASHES = {7, 4};

    private final int width;
    private final int height;
    private final XYChart chart;
    private final List<Word> words = new ArrayList<>();
    private final List<Word> ends = new ArrayList<>();

    /** A text at a place of the axes; anchor is 0 for its left end, 0.5 for its middle, 1 for its right end. */
    private record Word(String text, double x, double y, Color colour, Font font, double anchor, int up, boolean upright) {
    }

    /**
     * An empty chart.
     *
     * @param title  above it; may be empty
     * @param width  of the image, in units of {@link #SCALE} pixels
     * @param height likewise
     */
    PngChart(String title, int width, int height) {
        this.width = width;
        this.height = height;
        chart = new XYChartBuilder().width(width).height(height).title(title).build();
        XYStyler style = chart.getStyler();
        style.setChartBackgroundColor(CLEAR).setPlotBackgroundColor(CLEAR).setChartFontColor(NEUTRAL).setLegendVisible(false)
            .setPlotBorderVisible(false).setChartTitleFont(BOLD.deriveFont(16f)).setChartTitleBoxVisible(false)
            .setChartPadding(12);
        // XChart looks for more and more ticks while two have the same text; numbers beside the grid are drawn here instead.
        style.setXAxisTicksVisible(false).setYAxisTicksVisible(false).setPlotGridLinesVisible(false).setPlotMargin(0);
    }

    private static Color alpha(int rgb, int alpha) {
        return new Color(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff, alpha);
    }

    /**
     * Why no chart can be drawn here.
     *
     * @return what Java says; empty if one can
     */
    public static String problem() {
        try {
            List<double[]> points = List.of(new double[] {0, 0}, new double[] {1, 1});
            new PngChart("a", 200, 120).axes(0, 1, 0, 1).line("c", 0, points).image();
            return "";
        } catch (RuntimeException | LinkageError | AWTError e) {
            // No fonts, no libfreetype, or a Java without a desktop: each fails in its own way.
            return e.toString();
        }
    }

    /** Where the axes begin and end; to the left of x is room for numbers. */
    PngChart axes(double leastX, double mostX, double leastY, double mostY) {
        chart.getStyler().setXAxisMin(leastX - (mostX - leastX) * NUMBERS).setXAxisMax(mostX).setYAxisMin(leastY)
            .setYAxisMax(mostY);
        return this;
    }

    /** A thin line across, from one x to another, with its number on the left. */
    PngChart grid(double y, double leastX, double mostX, String text) {
        add("grid " + chart.getSeriesMap().size(), List.of(new double[] {leastX, y}, new double[] {mostX, y}),
            XYSeries.XYSeriesRenderStyle.Line).setLineColor(GRID).setLineStyle(new BasicStroke(1));
        words.add(new Word(text + " ", leastX, y, NEUTRAL, PLAIN, 1, -4, false));
        return this;
    }

    /** A line with a series' colour and its name at its end. */
    PngChart line(String name, int series, List<double[]> points) {
        add("line " + chart.getSeriesMap().size(), points, XYSeries.XYSeriesRenderStyle.Line).setLineColor(colour(series))
            .setLineStyle(stroke(series));
        double[] last = points.get(points.size() - 1);
        ends.add(new Word(name, last[0], last[1], colour(series), BOLD, 0, 0, false));
        return this;
    }

    private static BasicStroke stroke(int series) {
        return Palette.isDashed(series) ? new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
            : new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private static Color colour(int series) {
        return new Color(Palette.rgb(series));
    }

    private XYSeries add(String id, List<double[]> points, XYSeries.XYSeriesRenderStyle render) {
        XYSeries series = chart.addSeries(id, points.stream().mapToDouble(point -> point[0]).toArray(),
            points.stream().mapToDouble(point -> point[1]).toArray());
        series.setMarker(SeriesMarkers.NONE);
        series.setXYSeriesRenderStyle(render);
        return series;
    }

    /** An area between points and the x axis, with a name at its right edge unless that is empty. */
    PngChart area(String name, List<double[]> points) {
        add("area " + chart.getSeriesMap().size(), points, XYSeries.XYSeriesRenderStyle.Area).setLineColor(NEUTRAL)
            .setLineStyle(new BasicStroke(1)).setFillColor(alpha(Palette.NEUTRAL, 70));
        double[] last = points.get(points.size() - 1);
        if (!name.isEmpty()) {
            ends.add(new Word(name, last[0], last[1], NEUTRAL, BOLD, 0, 0, false));
        }
        return this;
    }

    /** Bars of a series: for each, its left and right edge and its height. */
    PngChart bars(int series, List<double[]> bars) {
        List<double[]> outline = new ArrayList<>();
        for (double[] bar : bars) {
            outline.add(new double[] {bar[0], 0});
            outline.add(new double[] {bar[0], bar[2]});
            outline.add(new double[] {bar[1], bar[2]});
            outline.add(new double[] {bar[1], 0});
        }
        add("bars " + chart.getSeriesMap().size(), outline, XYSeries.XYSeriesRenderStyle.Area).setLineColor(CLEAR)
            .setFillColor(colour(series));
        return this;
    }

    /** A thin line without a name. */
    PngChart mark(List<double[]> points, boolean dashed) {
        add("mark " + chart.getSeriesMap().size(), points, XYSeries.XYSeriesRenderStyle.Line).setLineColor(NEUTRAL)
            .setLineStyle(dashed ? new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
                : new BasicStroke(1));
        return this;
    }

    /** A word whose middle is at x, so many units above y. */
    PngChart word(String text, double x, double y, int up) {
        words.add(new Word(text, x, y, NEUTRAL, PLAIN, 0.5, up, false));
        return this;
    }

    /** A small word whose middle is at x, so many units above y. */
    PngChart caption(String text, double x, double y, int up) {
        words.add(new Word(text, x, y, NEUTRAL, SMALL, 0.5, up, false));
        return this;
    }

    /** A small number above a place, read from below where there is little room. */
    PngChart number(String text, double x, double y, boolean upright) {
        words.add(new Word(text, x, y, NEUTRAL, SMALL, upright ? 0 : 0.5, 4, upright));
        return this;
    }

    /** The whole drawing. */
    BufferedImage image() {
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            chart.paint(graphics, width, height);
            words.forEach(word -> draw(graphics, word, screenX(word.x()), screenY(word.y()) - word.up()));
            drawEnds(graphics);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private double screenX(double x) {
        return chart.getScreenXFromChart(x);
    }

    private double screenY(double y) {
        return chart.getScreenYFromChart(y);
    }

    private static void draw(Graphics2D graphics, Word word, double x, double y) {
        graphics.setFont(word.font());
        graphics.setColor(word.colour());
        double length = graphics.getFontMetrics().stringWidth(word.text());
        if (word.upright()) {
            graphics.translate(x + word.font().getSize() / 3.0, y);
            graphics.rotate(-Math.PI / 2);
            graphics.drawString(word.text(), 0, 0);
            graphics.rotate(Math.PI / 2);
            graphics.translate(-x - word.font().getSize() / 3.0, -y);
        } else {
            graphics.drawString(word.text(), (float) (x - word.anchor() * length), (float) y);
        }
    }

    private void drawEnds(Graphics2D graphics) {
        ends.sort(Comparator.comparingDouble(word -> screenY(word.y())));
        double[] places = LabelColumn.place(ends.stream().mapToDouble(word -> screenY(word.y())).toArray(), NAME_HEIGHT,
            NAME_HEIGHT, height - NAME_HEIGHT);
        graphics.setStroke(new BasicStroke(1));
        for (int i = 0; i < places.length; i++) {
            Word word = ends.get(i);
            double x = screenX(word.x());
            draw(graphics, word, x + NAME_GAP, places[i] + word.font().getSize() / 3.0);
            if (Math.abs(places[i] - screenY(word.y())) > NAME_HEIGHT / 2.0) {
                graphics.draw(new Line2D.Double(x + 2, screenY(word.y()), x + NAME_GAP - 2, places[i]));
            }
        }
    }

    /** Writes the drawing to a file. */
    Path write(Path file) throws IOException {
        ImageIO.write(image(), "png", file.toFile());
        return file;
    }
}
