package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.explain.Excerpt;
import org.pagurus.bench.explain.Outcome;
import org.pagurus.bench.explain.Story;
import org.pagurus.relocation.explain.Scene;
import org.pagurus.relocation.explain.SceneResult;

/**
 * Writes what {@code explain deadlock} found as one HTML page.
 */
public final class DeadlockReport {
    /** Beside what is told, so much of its time is drawn on either side. */
    private static final double MARGIN = 0.08;
    private static final long MIN_NANOS = 50_000L;
    /** Where the whole is so many times longer than its beginning, that has a drawing of its own. */
    private static final int MUCH_LONGER = 5;
    private static final String[][] LEGEND = {{"section", "in a section"}, {"meeting", "at a migration entry"},
        {"outside", "waits outside"}, {"migrating", "page in MIGRATING"}, {"grace-period", "grace period"},
        {"step", "step of the migrator"}, {"alarm", "stall report, watchdog"}};

    private final List<Outcome> outcomes;
    private final HtmlPage page = new HtmlPage("Pagurus: the deadlock, and its cures");

    private DeadlockReport(List<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * Writes the page.
     *
     * @param outcomes of the scenarios
     * @param file     is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(List<Outcome> outcomes, Path file) throws IOException {
        Files.writeString(file, toHtml(outcomes));
    }

    /** The whole page. */
    static String toHtml(List<Outcome> outcomes) {
        DeadlockReport report = new DeadlockReport(outcomes);
        report.head();
        report.summary();
        outcomes.forEach(report::scenario);
        return report.page.end();
    }

    private void head() {
        page.paragraph("lead", "A migrator that waits for a grace period while a page is in MIGRATING, and readers that spin on "
            + "its migration entry inside their sections, wait for each other. Then the same load with each of the cures, each "
            + "in a JVM of its own.");
        page.paragraph("setting", Scene.READERS + " readers \u00b7 " + Scene.OBJECTS + " pages of "
            + Units.bytes(Scene.OBJECT_BYTES) + " \u00b7 " + Scene.ROUNDS + " rounds \u00b7 JDK "
            + System.getProperty("java.runtime.version") + " \u00b7 " + Runtime.getRuntime().availableProcessors()
            + " processors \u00b7 " + System.getProperty("os.name") + ' ' + System.getProperty("os.arch"));
    }

    private void summary() {
        page.append("<section>\n<h2>Summary</h2>\n");
        page.table("rows", Story.TITLES, outcomes.stream().map(Story::row).toList());
        boolean right = outcomes.stream().allMatch(Outcome::isRight);
        page.paragraph(right ? "right" : "wrong", Story.conclusion(outcomes));
        page.append("<p class=\"keys\">");
        for (String[] entry : LEGEND) {
            page.append("<span><svg viewBox=\"0 0 12 12\"><rect class=\"" + entry[0] + "\" width=\"12\" height=\"12\"/></svg>")
                .append(Html.escape(entry[1])).append("</span>");
        }
        page.append("</p>\n</section>\n");
    }

    private void scenario(Outcome outcome) {
        page.append("<section>\n<h2>").append(Html.escape(outcome.scenario().id())).append("</h2>\n");
        page.paragraph("", outcome.scenario().title());
        if (outcome.result() != null) {
            Excerpt.of(outcome.result()).ifPresent(excerpt -> draw(outcome, excerpt));
            pre(Story.timeline(outcome.result()));
            if (outcome.result().stall() != null) {
                pre(Story.stall(outcome.result().stall()));
            }
        }
        page.paragraph(outcome.isRight() ? "right" : "wrong", Story.verdict(outcome));
        page.append("</section>\n");
    }

    private void draw(Outcome outcome, Excerpt excerpt) {
        long begun = excerpt.lastBeginNanos() - excerpt.fromNanos();
        if (excerpt.toNanos() - excerpt.fromNanos() > MUCH_LONGER * Math.max(MIN_NANOS, begun)) {
            draw(outcome, excerpt, "How it began", excerpt.lastBeginNanos());
            draw(outcome, excerpt, "How it went on", excerpt.toNanos());
        } else {
            draw(outcome, excerpt, "How page " + excerpt.page() + " was met", excerpt.toNanos());
        }
    }

    private void draw(Outcome outcome, Excerpt excerpt, String title, long toNanos) {
        long margin = Math.max(MIN_NANOS, Math.round(MARGIN * (toNanos - excerpt.fromNanos())));
        LaneChart chart = new LaneChart(lanes(), excerpt.fromNanos() - margin, toNanos + margin);
        page.append("<figure class=\"lane-chart\">\n<figcaption>").append(Html.escape(title)).append("</figcaption>\n")
            .append(chart.add(excerpt.drawn()).svg(outcome.scenario().id() + ": " + title)).append("</figure>\n");
    }

    private static List<String> lanes() {
        List<String> lanes = new ArrayList<>();
        for (int i = 1; i <= Scene.READERS; i++) {
            lanes.add("reader-" + i);
        }
        lanes.addAll(List.of("migrator", SceneResult.GRACE_PERIOD));
        return lanes;
    }

    private void pre(List<String> lines) {
        page.append("<pre>").append(Html.escape(String.join("\n", lines))).append("</pre>\n");
    }
}
