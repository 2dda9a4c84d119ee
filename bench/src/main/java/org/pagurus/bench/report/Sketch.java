package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pagurus.bench.demo.Units;

/** Lines and words of a chart, as SVG; places in its own units, from the top left. */
final class Sketch {
    /** Names at the lines' ends keep so far apart. */
    private static final int LABEL_HEIGHT = 16;

    private final int width;
    private final int height;
    private final StringBuilder body = new StringBuilder();
    private final List<Label> labels = new ArrayList<>();

    private record Label(String name, String cssClass, double x, double y) {
    }

    Sketch(int width, int height) {
        this.width = width;
        this.height = height;
    }

    void line(String cssClass, double x1, double y1, double x2, double y2) {
        body.append(Units.format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", cssClass, x1, y1, x2,
            y2));
    }

    void text(String cssClass, double x, double y, String text) {
        body.append(Units.format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", cssClass, x, y, Html.escape(text)));
    }

    void rectangle(String cssClass, double x, double y, double rectangleWidth, double rectangleHeight) {
        body.append(Units.format("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", cssClass, x, y,
            rectangleWidth, rectangleHeight));
    }

    /** A line through places, with its name at its end. */
    void series(String name, String cssClass, List<double[]> places) {
        StringBuilder path = new StringBuilder();
        for (double[] place : places) {
            path.append(path.length() == 0 ? 'M' : 'L').append(Units.format("%.1f %.1f", place[0], place[1]));
        }
        body.append("<path class=\"line ").append(cssClass).append("\" d=\"").append(path).append("\"/>\n");
        double[] last = places.get(places.size() - 1);
        labels.add(new Label(name, cssClass, last[0] + 8, last[1] + 4));
    }

    /** From the lowest to the highest, each above the one before, so that they stand in the order of the lines' ends. */
    private void placeLabels() {
        labels.sort(Comparator.comparingDouble(Label::y).reversed());
        double place = Double.MAX_VALUE;
        for (Label label : labels) {
            place = Math.min(label.y, place - LABEL_HEIGHT);
            text("label " + label.cssClass, label.x, place, label.name);
        }
        labels.clear();
    }

    /** The whole drawing. */
    String svg(String description) {
        placeLabels();
        return "<svg class=\"chart\" role=\"img\" aria-label=\"" + Html.escape(description) + "\" viewBox=\"0 0 " + width + ' '
            + height + "\">\n" + body + "</svg>\n";
    }
}
