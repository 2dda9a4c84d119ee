package org.pagurus.bench.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pagurus.bench.demo.Units;
import org.pagurus.relocation.explain.Event;
import org.pagurus.relocation.explain.Scenario;
import org.pagurus.relocation.explain.SceneResult;
import org.pagurus.relocation.explain.Stall;

/**
 * The scenarios as text.
 */
public final class Story {
    /** The columns of {@link #row}. */
    public static final List<String> TITLES = List.of("scenario", "grace period", "sections", "finished", "time", "moves",
        "put back", "entries met", "waits", "cancels", "retries", "copies read");
    private static final String ROW = "%-14s %-9s %-10s %-8s %10s %6s %9s %12s %6s %8s %8s %12s";
    private static final double MILLI = 1e6;

    private Story() {
    }

    private record Line(long nanos, String lane, String text) {
    }

    /**
     * What happened around the first meeting, each thing on a line: time in the round in milliseconds, thread, what.
     *
     * @param result what a run gave
     * @return lines; none if nothing was met
     */
    public static List<String> timeline(SceneResult result) {
        List<Line> lines = new ArrayList<>();
        Excerpt.of(result).ifPresent(excerpt -> {
            for (Event event : excerpt.told()) {
                lines.add(new Line(event.fromNanos(), event.lane(), event.text()));
                if (event.endText() != null && !event.isOpen()) {
                    lines.add(new Line(event.toNanos(), event.lane(), event.endText()));
                }
            }
        });
        lines.sort(Comparator.comparingLong(Line::nanos));
        return lines.stream().map(line -> Units.format("%10.3f ms  %-12s  %s", line.nanos() / MILLI, line.lane(), line.text()))
            .toList();
    }

    /**
     * A stall report, and who waits for whom.
     *
     * @param stall the report
     * @return lines
     */
    public static List<String> stall(Stall stall) {
        List<String> lines = new ArrayList<>(stall.text().lines().toList());
        lines.add("waiting for it:");
        lines.add("  thread \"" + stall.waiter().thread() + "\", with page " + stall.page() + " in MIGRATING");
        stall.waiter().stack().forEach(frame -> lines.add("    at " + frame));
        lines.add("so:");
        lines.add("  " + stall.waiter().thread() + " waits for grace period " + stall.gracePeriod() + ";");
        lines.add("  grace period " + stall.gracePeriod() + " waits for the sections of "
            + String.join(" and ", stall.holders().stream().map(Stall.Sight::thread).toList()) + ";");
        lines.add("  these spin until page " + stall.page() + " leaves MIGRATING, and that would be " + stall.waiter().thread()
            + "'s next step.");
        return lines;
    }

    /**
     * How a run ended, in one sentence.
     *
     * @param outcome how it went
     * @return the sentence
     */
    public static String verdict(Outcome outcome) {
        if (!outcome.isRight()) {
            return "WRONG: " + String.join("; ", outcome.problems());
        }
        SceneResult result = outcome.result();
        if (!result.finished()) {
            return Units.format("DEADLOCK after %.1f ms: reported after %.0f ms more, given up by the watchdog.",
                result.elapsedNanos() / MILLI, result.stall().stalledNanos() / MILLI);
        }
        return Units.format("Finished after %.1f ms: %s sections met %s migration entries; %s moves.",
            result.elapsedNanos() / MILLI, Units.count(result.sections()), Units.count(result.metEntries()),
            Units.count(result.moves()));
    }

    // ---- the summary ----

    /**
     * The first line of the summary.
     *
     * @return the titles
     */
    public static String head() {
        return Units.format(ROW, TITLES.stream().map(title -> title.equals("grace period") ? "grace p." : title).toArray())
            .stripTrailing();
    }

    /**
     * A line of the summary.
     *
     * @param outcome how a scenario went
     * @return the line
     */
    public static String line(Outcome outcome) {
        return Units.format(ROW, row(outcome).toArray()).stripTrailing();
    }

    /**
     * A row of the summary.
     *
     * @param outcome how a scenario went
     * @return a text for each of {@link #TITLES}
     */
    public static List<String> row(Outcome outcome) {
        Scenario scenario = outcome.scenario();
        List<String> row = new ArrayList<>(List.of(scenario.id(), scenario.isGracePeriodInside() ? "inside" : "before",
            scenario.isSleepable() ? "sleepable" : "strict"));
        SceneResult result = outcome.result();
        if (result == null) {
            row.add("failed");
            while (row.size() < TITLES.size()) {
                row.add("-");
            }
            return row;
        }
        row.add(result.finished() ? "yes" : "NO");
        row.add(Units.format("%.1f ms", result.elapsedNanos() / MILLI));
        for (long count : new long[] {result.moves(), result.putBacks(), result.metEntries(), result.waits(), result.cancels(),
            result.retries(), result.snapshots()}) {
            row.add(Units.count(count));
        }
        return row;
    }

    /**
     * The end.
     *
     * @param outcomes of all scenarios
     * @return the sentence
     */
    public static String conclusion(List<Outcome> outcomes) {
        long wrong = outcomes.stream().filter(outcome -> !outcome.isRight()).count();
        long hung = outcomes.stream().filter(outcome -> outcome.scenario().isDeadlock()).count();
        return wrong > 0 ? "WRONG: " + wrong + " of " + outcomes.size() + " scenarios did not go as they have to."
            : "The wrong protocol with spinning readers hung and was reported; each of the " + (outcomes.size() - hung)
            + " others finished.";
    }
}
