package org.pagurus.bench.demo;

import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * Shows how a run goes on: on a terminal one line that is drawn again, elsewhere a line about every second.
 */
public final class ProgressLine implements Consumer<Sample> {
    private static final String TITLES =
        " done  phase             live   resident  ratio   moved  folded  cancelled       reads  p99.9";
    private static final long LINE_NANOS = 1_000_000_000L;

    private final PrintStream out;
    private final boolean redrawing;
    private final long totalNanos;
    private long nextNanos;
    private boolean started;

    /**
     * Prepares a progress line.
     *
     * @param out       where it goes
     * @param redrawing whether {@code out} is a terminal
     * @param seconds   how long the run takes
     */
    public ProgressLine(PrintStream out, boolean redrawing, int seconds) {
        this.out = out;
        this.redrawing = redrawing;
        this.totalNanos = seconds * 1_000_000_000L;
    }

    @Override
    public void accept(Sample sample) {
        if (!started) {
            out.println(TITLES);
            started = true;
        }
        if (redrawing) {
            out.print('\r' + line(sample));
            out.flush();
        } else if (sample.nanos() >= nextNanos) {
            out.println(line(sample).stripTrailing());
            nextNanos = sample.nanos() + LINE_NANOS;
        }
    }

    /** As long as any other, so that it hides what was drawn before. */
    private String line(Sample sample) {
        return Units.format("%4d%%  %-13s %8s %10s %6.2f  %6d  %6d  %9d  %10s  %-9s",
            Math.min(100, 100 * sample.nanos() / totalNanos), sample.phase().title(), mib(sample.liveBytes()),
            mib(sample.heap().residentBytes()), sample.ratio(), sample.heap().pagesMigrated(), sample.heap().pagesFolded(),
            sample.heap().migrationsCancelled(), Units.count(sample.readsChecked()), Units.nanos(sample.latencies().p999()));
    }

    private static String mib(long bytes) {
        return Math.round(bytes / 1048576.0) + " MiB";
    }

    /** Ends the line. */
    public void end() {
        if (redrawing && started) {
            out.println();
        }
    }
}
