package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.demo.Units;

/** Lines and words of a chart, as SVG; places in its own units, from the top left. */
final class Sketch {
    /** Names at the lines' ends keep so far apart. */
    private static final int LABEL_HEIGHT = 16;
    private static final double ROUNDING = 0.01;

    private final int width;
    private final int height;
    private final StringBuilder body = new StringBuilder();
    private final List<Double> labels = new ArrayList<>();

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
        text("label " + cssClass, last[0] + 8, freePlace(last[1] + 4), name);
    }

    /** Above the names that are there already, if it would lie over one of them. */
    private double freePlace(double wanted) {
        double place = wanted;
        boolean moved;
        do {
            moved = false;
            for (double taken : labels) {
                if (Math.abs(place - taken) < LABEL_HEIGHT - ROUNDING) {
                    place = taken - LABEL_HEIGHT;
                    moved = true;
                }
            }
        } while (moved);
        labels.add(place);
        return place;
    }

    /** The whole drawing. */
    String svg(String description) {
        return "<svg class=\"chart\" role=\"img\" aria-label=\"" + Html.escape(description) + "\" viewBox=\"0 0 " + width + ' '
            + height + "\">\n" + body + "</svg>\n";
    }
}
