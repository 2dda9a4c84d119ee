package org.pagurus.bench.cli;

import java.io.PrintStream;
import java.util.function.Consumer;
import org.pagurus.bench.demo.Units;

/**
 * Shows what runs when it takes more than two seconds: on a terminal one line that is drawn again, elsewhere a line every ten
 * seconds.
 */
final class DefragLine implements Consumer<String> {
    private static final long FIRST_NANOS = 2_000_000_000L;
    private static final long TERMINAL_NANOS = 500_000_000L;
    private static final long ELSEWHERE_NANOS = 10_000_000_000L;

    private final PrintStream out;
    private final boolean redrawing;
    private long startNanos = System.nanoTime();
    private long nextNanos = FIRST_NANOS;
    private boolean open;

    DefragLine(PrintStream out, boolean redrawing) {
        this.out = out;
        this.redrawing = redrawing;
    }

    @Override
    public void accept(String name) {
        long nanos = System.nanoTime() - startNanos;
        if (nanos < nextNanos) {
            return;
        }
        nextNanos = nanos + (redrawing ? TERMINAL_NANOS : ELSEWHERE_NANOS);
        String line = Units.format("%-28s %5.0f s", name, nanos / 1e9);
        if (redrawing) {
            out.print('\r' + line);
            out.flush();
            open = true;
        } else {
            out.println(line);
        }
    }

    /** Ends the line; the next run begins. */
    void end() {
        if (open) {
            // Overwritten, so that the table has no line of it.
            out.print('\r' + " ".repeat(40) + '\r');
            out.flush();
            open = false;
        }
        startNanos = System.nanoTime();
        nextNanos = FIRST_NANOS;
    }
}
