package org.pagurus.bench.latency;

import java.util.function.LongSupplier;

/** Operations one after the other as fast as they go: for throughput. Their latencies would say little: see {@link Arrivals}. */
public final class ClosedLoop {
    /** The clock is read after so many, so that reading it costs little. */
    private static final int BATCH = 64;

    private ClosedLoop() {
    }

    /**
     * Operations per second until a moment; at least one batch.
     *
     * @param operation  what is done
     * @param clock      nanoseconds
     * @param startNanos when it begins
     * @param endNanos   the moment
     * @return a second's
     */
    public static double run(Operation operation, LongSupplier clock, long startNanos, long endNanos) {
        long count = 0;
        long now;
        do {
            for (int i = 0; i < BATCH; i++) {
                operation.run();
            }
            count += BATCH;
            now = clock.getAsLong();
        } while (now - endNanos < 0);
        return count * 1e9 / (now - startNanos);
    }
}
