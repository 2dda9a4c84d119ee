package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pagurus.bench.demo.Units;

/** Lines and words of a chart, as SVG; places in its own units, from the top left. */
final class Sketch {
    /** Names at the lines' ends keep so far apart. */
    private static final int LABEL_HEIGHT = 16;

    /** From a line's middle to the baseline of its name. */
    private static final int BASELINE = 4;

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

    /** A text that is read from below, from a place on. */
    void upright(String cssClass, double x, double y, String text) {
        body.append(Units.format("<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>\n", cssClass, x, y,
            Html.escape(text)));
    }

    /** A line through places. */
    void path(String cssClass, List<double[]> places) {
        StringBuilder path = new StringBuilder();
        for (double[] place : places) {
            path.append(path.length() == 0 ? 'M' : 'L').append(Units.format("%.1f %.1f", place[0], place[1]));
        }
        body.append("<path class=\"").append(cssClass).append("\" d=\"").append(path).append("\"/>\n");
    }

    /** A line through places, with its name at its end. */
    void series(String name, String cssClass, List<double[]> places) {
        path("line " + cssClass, places);
        double[] last = places.get(places.size() - 1);
        labels.add(new Label(name, cssClass, last[0] + 8, last[1] + BASELINE));
    }

    private void placeLabels(double lowest) {
        labels.sort(Comparator.comparingDouble(Label::y));
        double[] places = LabelColumn.place(labels.stream().mapToDouble(Label::y).toArray(), LABEL_HEIGHT, LABEL_HEIGHT, lowest);
        for (int i = 0; i < places.length; i++) {
            Label label = labels.get(i);
            if (Math.abs(places[i] - label.y) > LABEL_HEIGHT / 2.0) {
                line("leader " + label.cssClass, label.x - 6, label.y - BASELINE, label.x - 1, places[i] - BASELINE);
            }
            text("label " + label.cssClass, label.x, places[i], label.name);
        }
        labels.clear();
    }

    /** The whole drawing, names down to its lower edge. */
    String svg(String description) {
        return svg(description, height - BASELINE);
    }

    /** The whole drawing, names of lines down to a place. */
    String svg(String description, double lowest) {
        placeLabels(lowest);
        return "<svg class=\"chart\" role=\"img\" aria-label=\"" + Html.escape(description) + "\" viewBox=\"0 0 " + width + ' '
            + height + "\">\n" + body + "</svg>\n";
    }
}
