package org.pagurus.bench.torture;

import java.util.List;
import org.pagurus.bench.demo.Units;
import org.pagurus.relocation.Mutation;
import org.pagurus.relocation.torture.MutationCheck;
import org.pagurus.relocation.torture.TortureOptions;
import org.pagurus.relocation.torture.TortureResult;

/**
 * What was found in heaps, as text.
 */
public final class HeapTortureTable {
    private static final String ROW = "%-9s %-13s %11s %9s %9s %9s %9s %9s %9s %9s %9s %7s%n";
    private static final String MUTATION_ROW = "%-34s %-9s %-13s %-7s %-22s %12s%n";

    private HeapTortureTable() {
    }

    /**
     * The head of the table of runs.
     *
     * @return a line
     */
    public static String head() {
        return Units.format(ROW, "policy", "read mode", "operations", "moves", "folds", "cancels", "pins", "waits", "retries",
            "fallbacks", "graces", "found").stripTrailing();
    }

    /**
     * The line of one run.
     *
     * @param result what it found
     * @return a line
     */
    public static String line(TortureResult result) {
        return Units.format(ROW, result.options().policy().id(), TortureOptions.id(result.options().readMode()),
            Units.count(result.operations()), Units.count(result.moves()), Units.count(result.folds()),
            Units.count(result.cancels()), Units.count(result.pins()), Units.count(result.waits()),
            Units.count(result.retries()), Units.count(result.snapshots() + result.buffered()),
            Units.count(result.gracePeriods()), result.isRight() ? "nothing" : "WRONG").stripTrailing();
    }

    /**
     * All runs together.
     *
     * @param results what they found
     * @return lines
     */
    public static String sum(List<TortureResult> results) {
        long rounds = results.stream().mapToLong(TortureResult::rounds).sum();
        long frames = results.stream().mapToLong(TortureResult::poisonedFrames).sum();
        long pins = results.stream().mapToLong(TortureResult::objectPins).sum();
        long mayflies = results.stream().mapToLong(TortureResult::mayflies).sum();
        long exhausted = results.stream().mapToLong(TortureResult::exhausted).sum();
        long reserves = results.stream().mapToLong(TortureResult::reserves).sum();
        return Units.format("%s heap walks, %s poisoned frames, %s pinned objects, %s short-lived threads; no memory %s times, "
            + "reserve too small %s times.%n", Units.count(rounds), Units.count(frames), Units.count(pins),
            Units.count(mayflies), Units.count(exhausted), Units.count(reserves));
    }

    /**
     * What was wrong in a run.
     *
     * @param result what it found
     * @return lines; none if nothing was
     */
    public static String problem(TortureResult result) {
        return result.isRight() ? "" : Units.format("%nWRONG: %s, after %s: %s%nRepeat: %s%n%n", result.finding().kind().title(),
            Units.nanos(result.finding().afterNanos()), result.finding().text(), result.options().command());
    }

    /**
     * The head of the table of seeded bugs.
     *
     * @return a line
     */
    public static String mutationHead() {
        return Units.format(MUTATION_ROW, "mutation", "policy", "read mode", "caught", "how", "after").stripTrailing();
    }

    /**
     * The line of one seeded bug.
     *
     * @param check how it went
     * @return a line
     */
    public static String line(MutationCheck check) {
        TortureResult result = check.result();
        Mutation mutation = result.options().mutation();
        return Units.format(MUTATION_ROW, mutation == null ? "none" : mutation.id(), result.options().policy().id(),
            TortureOptions.id(result.options().readMode()), check.isCaught() ? "yes" : "NO",
            result.isRight() ? "" : result.finding().kind().title(),
            Units.nanos(result.isRight() ? result.elapsedNanos() : result.finding().afterNanos())).stripTrailing();
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
        String found = result.isRight() ? "" : Units.format("%nFound instead: %s: %s", result.finding().kind().title(),
            result.finding().text());
        return Units.format("WRONG: not caught.%s%nRepeat: %s%n", found, result.options().command());
    }
}
