package org.pagurus.bench.cli;

import java.io.PrintStream;
import java.util.function.Consumer;
import org.pagurus.bench.demo.Units;

/**
 * Says what runs now: on a terminal one line that is drawn again, elsewhere a line every ten seconds at most.
 */
final class ProgressNames implements Consumer<String> {
    private static final long ELSEWHERE_NANOS = 10_000_000_000L;
    private static final int WIDTH = 78;

    private final PrintStream out;
    private final boolean redrawing;
    private final long startNanos = System.nanoTime();
    private long nextNanos;

    ProgressNames(PrintStream out, boolean redrawing) {
        this.out = out;
        this.redrawing = redrawing;
    }

    @Override
    public void accept(String name) {
        long nanos = System.nanoTime() - startNanos;
        String line = Units.format("%5.0f s  %s", nanos / 1e9, name);
        if (redrawing) {
            out.print('\r' + Units.format("%-" + WIDTH + "s", line));
            out.flush();
        } else if (nanos >= nextNanos) {
            out.println(line);
            nextNanos = nanos + ELSEWHERE_NANOS;
        }
    }

    /** Takes the line away. */
    void end() {
        if (redrawing) {
            out.print('\r' + " ".repeat(WIDTH) + '\r');
            out.flush();
        }
    }
}
