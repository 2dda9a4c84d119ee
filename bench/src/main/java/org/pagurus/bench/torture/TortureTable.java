package org.pagurus.bench.torture;

import java.util.List;
import org.pagurus.bench.demo.Units;
import org.pagurus.rcu.torture.MutationCheck;
import org.pagurus.rcu.torture.TortureResult;

/**
 * Results as text.
 */
public final class TortureTable {
    private static final int FORBIDDEN_AGE = 2;
    private static final String ROW = "%-29s %-10s %-11s %-7s %-12s %10s%n";

    private TortureTable() {
    }

    /**
     * One run.
     *
     * @param result what it found
     * @return lines
     */
    public static String text(TortureResult result) {
        StringBuilder text = new StringBuilder();
        text.append(Units.format("%-26s %15s%n", "age at a section's end", "sections"));
        for (int age = 0; age < result.ages().size(); age++) {
            if (age <= FORBIDDEN_AGE || result.ages().get(age) > 0) {
                text.append(Units.format("%-26s %15s%n", title(age), Units.count(result.ages().get(age))));
            }
        }
        text.append(Units.format("%n%-26s %15s%n", "wait", "times"));
        result.waits().forEach((way, count) ->
            text.append(Units.format("%-26s %15s%n", way.title(), Units.count(count))));
        text.append(Units.format("%n%s sections/s, %s grace periods/s; fence=%s (%s), budget=%s.%n",
            Units.count((long) result.sectionsPerSecond()), Units.count((long) result.gracePeriodsPerSecond()),
            result.stats().fence(), result.stats().fenceReason(), result.budget()));
        text.append(Units.format("%s callbacks in floods, %s short-lived threads, %s readers of dead threads dropped, "
            + "%s scenes.%n", Units.count(result.flood()), Units.count(result.mayflies()),
            Units.count(result.stats().readersReclaimed()), Units.count(result.scenes())));
        text.append(Units.format("Litmus test: %s rounds, in %s of them both threads had a core.%n",
            Units.count(result.litmusRounds()), Units.count(result.tightRounds())));
        if (!result.isRight()) {
            text.append(Units.format("%nWRONG: %s, after %s: %s%nRepeat: %s%n", result.finding().kind().title(),
                Units.nanos(result.finding().afterNanos()), result.finding().text(), result.options().command()));
        }
        return text.toString();
    }

    private static String title(int age) {
        return switch (age) {
            case 0 -> "0  published";
            case 1 -> "1  unlinked";
            default -> age + "  forbidden";
        };
    }

    /**
     * The head of the table of seeded bugs.
     *
     * @return a line
     */
    public static String head() {
        return Units.format(ROW, "mutation", "kind", "fence", "caught", "how", "after").stripTrailing();
    }

    /**
     * The line of one seeded bug.
     *
     * @param check how it went
     * @return a line
     */
    public static String line(MutationCheck check) {
        TortureResult result = check.result();
        List<String> outcome = result.isRight() ? List.of("", Units.nanos(result.elapsedNanos()))
            : List.of(result.finding().kind().title(), Units.nanos(result.finding().afterNanos()));
        return row(result.options().mutation() == null ? "none" : result.options().mutation().id(),
            result.options().kind().id(), result.stats().fence().name().toLowerCase(java.util.Locale.ROOT),
            check.isCaught() ? "yes" : "NO", outcome.get(0), outcome.get(1));
    }

    /**
     * The line of a seeded bug that no domain on this machine can have.
     *
     * @param name   of the bug
     * @param reason why
     * @return a line
     */
    public static String leftOut(String name, String reason) {
        return row(name, "", "", "-", "left out", "") + ": " + reason;
    }

    private static String row(String... columns) {
        return Units.format(ROW, (Object[]) columns).stripTrailing();
    }

    /**
     * What to say of a seeded bug that was not caught.
     *
     * @param check how it went
     * @return lines; none if it was caught
     */
    public static String problem(MutationCheck check) {
        if (check.isCaught()) {
            return "";
        }
        TortureResult result = check.result();
        String excuse = check.excuse() == null ? "" : " (" + check.excuse() + ")";
        String found = result.isRight() ? "" : Units.format("%nFound instead: %s: %s", result.finding().kind().title(),
            result.finding().text());
        return Units.format("WRONG: not caught%s.%s%nRepeat: %s%n", excuse, found, result.options().command());
    }
}
