package org.pagurus.bench.goals;

import java.util.List;
import java.util.function.Consumer;

/**
 * Goals that are measured together.
 *
 * @param name        one word
 * @param what        what is run, in a few words
 * @param seconds     that it takes on two quiet cores
 * @param measurement runs it
 */
public record GoalGroup(String name, String what, int seconds, Measurement measurement) {
    /** Measures the goals of a group. */
    @FunctionalInterface
    public interface Measurement {
        /**
         * Measures.
         *
         * @param progress gets the name of what runs
         * @return all goals of the group, also those that could not be measured
         * @throws Exception if the run failed, which misses all goals of the group
         */
        List<Goal> measure(Consumer<String> progress) throws Exception;
    }

    /**
     * Measures.
     *
     * @param progress gets the name of what runs
     * @return the goals, or why there are none
     */
    public GroupResult run(Consumer<String> progress) {
        long start = System.nanoTime();
        List<Goal> goals = List.of();
        String failure = "";
        try {
            goals = measurement.measure(progress);
            failure = goals.isEmpty() ? "it measured nothing" : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
        } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError | AssertionError e) {
            // The other groups can still be measured.
            failure = e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        return new GroupResult(this, goals, (System.nanoTime() - start) / 1e9, failure.strip());
    }
}
