package org.pagurus.relocation.torture;

/**
 * What a run found.
 *
 * @param options        what was asked for
 * @param finding        what was wrong, or null if nothing was
 * @param elapsedNanos   how long it took
 * @param rounds         how often the heap was verified with all threads at rest
 * @param operations     what players did
 * @param moves          pages that were moved, folded ones included
 * @param folds          pages that were folded
 * @param replaced       sealed pages that were moved
 * @param cancels        copies that an accessor cancelled
 * @param putBacks       moves that were given up
 * @param pins           pins that sections took, cancels included
 * @param waits          times that an accessor waited for the end of a copy
 * @param retries        sections that were run again
 * @param snapshots      reads answered from a copy in a reserve
 * @param buffered       writes that waited in a reserve
 * @param reserves       times that a reserve was too small
 * @param objectPins     objects that were pinned beyond sections
 * @param gracePeriods   that were begun
 * @param exhausted      allocations that found no memory
 * @param poisonedFrames frames that were freed
 * @param mayflies       threads that came and went within a round
 * @param virtualThreads whether some players were virtual threads
 */
public record TortureResult(TortureOptions options, Finding finding, long elapsedNanos, long rounds, long operations, long moves,
    long folds, long replaced, long cancels, long putBacks, long pins, long waits, long retries, long snapshots, long buffered,
    long reserves, long objectPins, long gracePeriods, long exhausted, long poisonedFrames, long mayflies,
    boolean virtualThreads) {

    /** Whether nothing was wrong. */
    public boolean isRight() {
        return finding == null;
    }

    /** On one line, with the command that repeats the run. */
    @Override
    public String toString() {
        return (finding == null ? "nothing was wrong" : finding.kind().title() + ": " + finding.text()) + "; rounds=" + rounds
            + " operations=" + operations + " moves=" + moves + " folds=" + folds + " replaced=" + replaced
            + " cancels=" + cancels + " putBacks=" + putBacks + " pins=" + pins + " waits=" + waits + " retries=" + retries
            + " snapshots=" + snapshots + " buffered=" + buffered + " reserves=" + reserves + " objectPins=" + objectPins
            + " gracePeriods=" + gracePeriods + " exhausted=" + exhausted + " poisonedFrames=" + poisonedFrames
            + " mayflies=" + mayflies + " elapsedNanos=" + elapsedNanos
            + "; repeat with " + options.command();
    }
}
