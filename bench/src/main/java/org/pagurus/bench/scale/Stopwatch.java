package org.pagurus.bench.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;
import org.pagurus.bench.goals.Median;

/** Times what the calling thread does, several times, and takes the median. */
final class Stopwatch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int LEAST_TIMES = 3;
    private static final int MOST_TIMES = 101;
    private static final long SHORT_NANOS = 20_000_000;

    private Stopwatch() {
    }

    /** Time that the calling thread had a processor: what others on the machine do is not in it. */
    static double processorNanos(int times, Runnable action) {
        return median(times, THREADS::getCurrentThreadCpuTime, action);
    }

    /** As {@link #processorNanos(int, Runnable)}, for what may take any time: three times, or as often as it is short. */
    static double processorNanos(Runnable action) {
        long start = System.nanoTime();
        action.run();
        long once = Math.max(1, System.nanoTime() - start);
        return processorNanos((int) Math.max(LEAST_TIMES, Math.min(MOST_TIMES, SHORT_NANOS / once)), action);
    }

    /** Time on the clock, for what is shorter than the kernel's answer takes, or waits. */
    static double clockNanos(int times, Runnable action) {
        return median(times, System::nanoTime, action);
    }

    private static double median(int times, LongSupplier clock, Runnable action) {
        double[] nanos = new double[times];
        for (int i = 0; i < times; i++) {
            long start = clock.getAsLong();
            action.run();
            nanos[i] = clock.getAsLong() - start;
        }
        return Median.of(nanos);
    }
}
