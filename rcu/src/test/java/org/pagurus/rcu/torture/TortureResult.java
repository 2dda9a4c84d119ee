package org.pagurus.rcu.torture;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.pagurus.rcu.RcuStats;

/**
 * What a run found. Times are in nanoseconds.
 *
 * @param options      what was asked for
 * @param budget       of the domain, in words; chosen by the seed
 * @param finding      what was wrong, or null if nothing was
 * @param ages         how many sections found each age at their end; 2 and more are forbidden
 * @param elapsedNanos how long the run took
 * @param pipeNanos    how long of it the elements went through the pipe: without the litmus test
 * @param gracePeriods how many grace periods ended in that time
 * @param waits        how often each way was gone to the end
 * @param flood        how many callbacks the flood deferred
 * @param mayflies     how many short-lived threads there were
 * @param scenes       how many scenes were played
 * @param litmusRounds how many rounds the litmus test had
 * @param tightRounds  how many of them had a core for each of both threads; only they tell much
 * @param stats        of the domain at the end
 */
public record TortureResult(TortureOptions options, String budget, Finding finding, List<Long> ages, long elapsedNanos,
        long pipeNanos, long gracePeriods, Map<Way, Long> waits, long flood, long mayflies, long scenes, long litmusRounds,
        long tightRounds, RcuStats stats) {
    /** Whether nothing was wrong. */
    public boolean isRight() {
        return finding == null;
    }

    /** How many sections ended. */
    public long sections() {
        return ages.stream().mapToLong(Long::longValue).sum();
    }

    /** How many of them saw a grace period end that had to wait for them. */
    public long forbidden() {
        return ages.stream().skip(Element.FORBIDDEN_AGE).mapToLong(Long::longValue).sum();
    }

    /** Sections in a second. */
    public double sectionsPerSecond() {
        return perSecond(sections());
    }

    /** Grace periods in a second. */
    public double gracePeriodsPerSecond() {
        return perSecond(gracePeriods);
    }

    private double perSecond(final long count) {
        return pipeNanos == 0 ? 0 : count * 1e9 / pipeNanos;
    }

    /** On one line, with the command that repeats the run. */
    @Override
    public String toString() {
        return (finding == null ? "nothing was wrong" : finding.kind().title() + ": " + finding.text()) + "; ages="
            + IntStream.range(0, ages.size()).filter(age -> ages.get(age) > 0).mapToObj(age -> age + ":" + ages.get(age))
                .collect(Collectors.joining(" ")) + ", gracePeriods=" + gracePeriods + ", tightRounds=" + tightRounds
            + ", elapsedNanos=" + elapsedNanos + ", budget=" + budget + "; repeat with " + options.command();
    }
}
