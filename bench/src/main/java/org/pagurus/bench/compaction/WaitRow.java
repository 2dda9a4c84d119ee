package org.pagurus.bench.compaction;

/**
 * How long single writes took. Times in nanoseconds.
 *
 * @param during    what happened meanwhile
 * @param writes    how many
 * @param p99Nanos  of them
 * @param p9999Nanos of them: 99.99 %
 * @param maxNanos  the longest
 * @param longer    how many took longer than the goal allows
 * @param seconds   how long the writer wrote
 */
public record WaitRow(String during, long writes, long p99Nanos, long p9999Nanos, long maxNanos, long longer, double seconds) {
}
