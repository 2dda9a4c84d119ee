package org.pagurus.bench.jmh;

import org.openjdk.jmh.annotations.Threads;

/**
 * As {@link RcuReadBenchmark}, by two threads at a time: what every reader writes to, they now fight for.
 */
@Threads(2)
public class RcuSharedReadBenchmark extends RcuReadBenchmark {
}
