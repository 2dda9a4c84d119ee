package org.pagurus.bench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.defrag.Row;

class WorkloadFigureTest {
    private static final Pattern LABEL = Pattern.compile("<text class=\"label[^\"]*\" x=\"([\\d.]+)\" y=\"([-\\d.]+)\">([^<]+)<");

    private static WorkloadFigure figure(int allocators) {
        return WorkloadFigure.of(DefragRows.of(allocators)).get(0);
    }

    /** Half of the operations are in the middle of the body's width; what settles is behind it, by time. */
    @Test
    void of_knownRows_givesKnownPoints() {
        WorkloadFigure figure = figure(1);
        double[][] points = figure.lines().get(0).points().toArray(double[][]::new);
        double[] x = {0, 0.375, 0.75, 0.875, 1, 1, 1.5, 2};
        for (int i = 0; i < x.length; i++) {
            assertArrayEquals(new double[] {x[i], i == 0 ? 0 : i == 1 ? 52.5 : 105}, points[i], 1e-6, "point " + i);
        }
        assertArrayEquals(new double[] {0.375, 50}, figure.live().get(1), 1e-9);
        assertEquals(105, figure.topMib(), 1e-6);
        assertEquals(new WorkloadFigure.PhaseSlot("phase 1", WorkloadFigure.BODY, 1.1, 10 * DefragRows.SECOND,
            10 * DefragRows.SECOND), figure.phases().get(0));
        assertEquals("10 s", WorkloadFigure.seconds(figure.phases().get(0)));
        assertEquals(0, figure.phases().get(1).body());
        assertEquals(1.1, figure.commonGoal());
    }

    @Test
    void svg_knownRows_hasTheLineWhereItBelongs() {
        String svg = new WorkloadDrawing(figure(1)).svg("a");
        // 2 phases from 46 to 575 - 166; 105 of 120 MiB from 36 + 215 upwards.
        assertTrue(svg.contains("<path class=\"line series s0\" d=\"M46.0 251.0L114.1 156.9L182.1 62.9L204.8 62.9L227.5 62.9"
            + "L227.5 62.9L318.3 62.9L409.0 62.9\"/>"), svg);
        assertTrue(svg.contains(">goal 1.10<") && svg.contains(">1.05<") && svg.contains(">MiB<"), svg);
        assertFalse(svg.contains("class=\"cut\""), svg);
    }

    /** Twelve allocators whose lines end close together: no name lies on another, all are in the drawing, in the lines' order. */
    @Test
    void svg_twelveAllocators_hasNamesApart() {
        for (double step : new double[] {0, 0.001, 0.05, 0.6}) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                rows.addAll(DefragRows.of("allocator-" + i, 1 + step * i));
            }
            Matcher labels = LABEL.matcher(new WorkloadDrawing(WorkloadFigure.of(rows).get(0)).svg("a"));
            double above = 0;
            int count = 0;
            while (labels.find()) {
                double y = Double.parseDouble(labels.group(2));
                assertTrue(count == 0 || y - above >= 15.9, "step=" + step + " " + labels.group(3) + " y=" + y);
                assertTrue(y >= 12 && y <= 36 + 215 + 1, "step=" + step + " y=" + y);
                assertTrue(labels.group(3).length() * 8 + Double.parseDouble(labels.group(1)) <= WorkloadDrawing.WIDTH);
                above = y;
                count++;
            }
            assertEquals(13, count, "step=" + step);
        }
    }

    @Test
    void svg_barsOfTwelve_doNotOverlapAndAreCutAboveTheLimit() {
        String svg = new WorkloadDrawing(figure(12)).svg("a");
        Matcher bars = Pattern.compile("<rect class=\"bar [^\"]*\" x=\"([\\d.]+)\" y=\"([\\d.]+)\" width=\"([\\d.]+)\"")
            .matcher(svg);
        double right = 0;
        int count = 0;
        // In the order of the rows: both phases of an allocator, then the next. So each is right of that before it in its phase.
        double[] rights = new double[2];
        for (; bars.find(); count++) {
            double left = Double.parseDouble(bars.group(1));
            assertTrue(left >= rights[count % 2], bars.group());
            rights[count % 2] = left + Double.parseDouble(bars.group(3));
            right = Math.max(right, rights[count % 2]);
        }
        assertTrue(right <= WorkloadDrawing.WIDTH - 166, "right=" + right);
        assertEquals(24, count);
        // 1.05 + 0.3 i is above 3 for i from 7 on.
        assertEquals(2 * 5, svg.split("class=\"cut\"", -1).length - 1);
        assertTrue(svg.contains(">4.35<"), svg);
    }

    @Test
    void svg_rowsWithoutTimelines_hasRatiosOnly() {
        List<Row> rows = List.of(DefragRows.row("malloc", "1", 1.2, 0, 1, 1, 1, List.of()));
        WorkloadFigure figure = WorkloadFigure.of(rows).get(0);
        assertTrue(figure.lines().isEmpty());
        String svg = new WorkloadDrawing(figure).svg("a");
        assertTrue(svg.contains(">1.20<") && svg.contains(">phase 1<") && !svg.contains(">MiB<"), svg);
    }

    @Test
    void place_names_areApartInOrderAndNear() {
        assertArrayEquals(new double[] {10, 50}, LabelColumn.place(new double[] {10, 50}, 16, 0, 100), 1e-9);
        assertArrayEquals(new double[] {42, 58}, LabelColumn.place(new double[] {50, 50}, 16, 0, 100), 1e-9);
        assertArrayEquals(new double[] {0, 16, 32}, LabelColumn.place(new double[] {1, 2, 3}, 16, 0, 100), 1e-9);
        assertArrayEquals(new double[] {68, 84, 100}, LabelColumn.place(new double[] {97, 98, 99}, 16, 0, 100), 1e-9);
        assertArrayEquals(new double[0], LabelColumn.place(new double[0], 16, 0, 100));
    }

    /** Three to one at least, from white and from a page of dark. */
    @Test
    void colours_standOutFromWhiteAndFromDark() {
        for (int i = 0; i <= Palette.size(); i++) {
            int rgb = i == Palette.size() ? Palette.NEUTRAL : Palette.rgb(i);
            double light = luminance(rgb) + 0.05;
            assertTrue(1.05 / light >= 3, "on white: " + i);
            assertTrue(light / (luminance(0x0d1117) + 0.05) >= 3, "on dark: " + i);
            for (int other = 0; other < i && i < Palette.size(); other++) {
                assertFalse(Palette.rgb(other) == rgb, "twice: " + i);
            }
        }
        assertEquals(Palette.size(), Pattern.compile("--series: #[0-9a-f]{6};").matcher(Palette.css()).results().count());
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int eightBits) {
        double part = eightBits / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    @Test
    void numbers_haveAFewDigits() {
        assertEquals("0.04", Numbers.seconds(40_000_000));
        assertEquals("7.8", Numbers.seconds(7_812_345_678L));
        assertEquals("12", Numbers.seconds(12 * DefragRows.SECOND));
        assertEquals("11.2", Numbers.ratio(11.21));
        assertEquals("1.08", Numbers.ratio(1.083));
        assertEquals("1,000", Numbers.axis(1_000));
        assertEquals("0.5", Numbers.axis(0.5));
        assertEquals("1.5", Numbers.axis(1.5));
    }
}
