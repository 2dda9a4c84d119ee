package org.pagurus.bench.mix;

import org.pagurus.bench.demo.Units;

/**
 * One measurement, in a JVM of its own.
 *
 * @param allocator   the contender's id
 * @param mix         of the operations
 * @param state       what moves memory meanwhile
 * @param threads     accessors
 * @param round       from 0
 * @param nanos       that each of its two parts takes, and the warm-up
 * @param rate        operations that are due for each thread and second
 * @param liveBytes   records, of the usual size
 * @param seed        of the random choices
 */
public record MixCell(String allocator, Mix mix, State state, int threads, int round, long nanos, int rate, long liveBytes,
    long seed) {
    @Override
    public String toString() {
        return Units.format("%s, mix %s, compaction %s, %s, round %d", allocator, mix, state.id(),
            threads == 1 ? "1 thread" : threads + " threads", round + 1);
    }
}
