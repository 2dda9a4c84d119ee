package org.pagurus.bench.demo;

import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param options      what was asked for
 * @param values       files read
 * @param valuesBytes  the sum of their lengths
 * @param before       the end of the half without the compactor
 * @param after        the end of the half with it, and of the settling
 * @param phases       when each phase began, in nanoseconds since the run began
 * @param samples      the course of the run
 * @param readsChecked reads in all
 * @param readsWrong   those of them that got wrong bytes or an exception
 * @param updates      in-place updates of counters
 * @param updatesLost  those of them that were lost
 * @param errors       what went wrong, one line each: reads, lost updates, background failures
 * @param accounting   byte sums that do not fit together, one line each
 * @param verifier     what the heap's verifier found, one line each
 */
public record DemoResult(
    DemoOptions options,
    int values,
    long valuesBytes,
    Snapshot before,
    Snapshot after,
    Map<Phase, Long> phases,
    List<Sample> samples,
    long readsChecked,
    long readsWrong,
    long updates,
    long updatesLost,
    List<String> errors,
    List<String> accounting,
    List<String> verifier) {

    /**
     * Whether nothing was wrong. Says nothing about how well the memory was compacted.
     *
     * @return true if every read and update was right, the sums fit and the verifier found nothing
     */
    public boolean isRight() {
        return readsWrong == 0 && updatesLost == 0 && errors.isEmpty() && accounting.isEmpty() && verifier.isEmpty();
    }
}
