package org.pagurus.bench.report;

import java.util.List;
import java.util.Locale;
import org.pagurus.bench.demo.Units;
import org.pagurus.relocation.explain.Event;

/** What threads did over time: a lane for each, as SVG. */
final class LaneChart {
    private static final int WIDTH = 960;
    private static final int LEFT = 104;
    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int LANE = 34;
    private static final int BOTTOM = 36;
    private static final double MIN_WIDTH = 1.5;
    private static final double MILLI = 1e6;

    private final List<String> lanes;
    private final long fromNanos;
    private final long toNanos;
    private final StringBuilder body = new StringBuilder();

    /**
     * An empty chart.
     *
     * @param lanes     their names, from above
     * @param fromNanos where it begins
     * @param toNanos   where it ends; later
     */
    LaneChart(List<String> lanes, long fromNanos, long toNanos) {
        this.lanes = lanes;
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
        for (int i = 0; i < lanes.size(); i++) {
            body.append(Units.format("<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", LEFT, top(i) + LANE,
                WIDTH - RIGHT, top(i) + LANE));
            text("end", LEFT - 10, top(i) + LANE / 2.0 + 4, lanes.get(i));
        }
        double step = LineChart.niceStep((toNanos - fromNanos) / MILLI);
        for (long i = (long) Math.ceil(fromNanos / MILLI / step); i * step * MILLI <= toNanos; i++) {
            text("middle", x(Math.round(i * step * MILLI)), height() - BOTTOM + 18, number(i, step));
        }
        text("end", WIDTH - RIGHT, height() - 3, "milliseconds");
    }

    /** So many steps, with as many decimals as a step has. */
    static String number(long steps, double step) {
        return Units.format("%,." + Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9)) + "f", steps * step);
    }

    private static int top(int lane) {
        return TOP + lane * LANE;
    }

    private int height() {
        return top(lanes.size()) + BOTTOM;
    }

    private double x(long nanos) {
        double part = (double) (nanos - fromNanos) / (toNanos - fromNanos);
        return LEFT + Math.max(0, Math.min(1, part)) * (WIDTH - LEFT - RIGHT);
    }

    /** Draws what begins within the chart's time, or goes on in it. */
    LaneChart add(List<Event> events) {
        events.stream().filter(event -> event.fromNanos() <= toNanos && (event.isOpen() || event.toNanos() >= fromNanos))
            .sorted((one, other) -> Integer.compare(depth(one), depth(other))).forEach(this::draw);
        return this;
    }

    /** Sections lie below what happens in them. */
    private static int depth(Event event) {
        return switch (event.kind()) {
            case SECTION, OUTSIDE, GRACE_PERIOD, MIGRATING -> 0;
            case MEETING -> 1;
            case STEP, ALARM -> 2;
        };
    }

    private void draw(Event event) {
        int lane = lanes.indexOf(event.lane());
        String cssClass = event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        double left = x(event.fromNanos());
        if (event.kind() == Event.Kind.ALARM) {
            shape(event, Units.format("<line class=\"alarm\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\">", left, TOP - 6, left,
                top(lanes.size())), "line");
        } else if (lane >= 0 && event.kind() == Event.Kind.STEP) {
            shape(event, Units.format("<path class=\"step\" d=\"M%.1f %dl4 6l-4 6l-4 -6z\">", left, top(lane) + LANE / 2 - 6),
                "path");
        } else if (lane >= 0) {
            int inset = event.kind() == Event.Kind.MEETING ? 9 : 5;
            double right = event.isOpen() ? WIDTH - RIGHT : x(event.toNanos());
            shape(event, Units.format("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\">", cssClass, left,
                top(lane) + inset, Math.max(MIN_WIDTH, right - left), LANE - 2 * inset), "rect");
        }
    }

    private void shape(Event event, String begin, String tag) {
        body.append(begin).append("<title>").append(Html.escape(event.lane() + " " + event.text()
            + (event.isOpen() ? "; never ends" : event.endText() == null ? "" : "; " + event.endText()))).append("</title></")
            .append(tag).append(">\n");
    }

    private void text(String cssClass, double x, double y, String text) {
        body.append(Units.format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", cssClass, x, y, Html.escape(text)));
    }

    /** The whole drawing. */
    String svg(String description) {
        return "<svg class=\"lanes\" role=\"img\" aria-label=\"" + Html.escape(description) + "\" viewBox=\"0 0 " + WIDTH + ' '
            + height() + "\">\n" + body + "</svg>\n";
    }
}
