package org.pagurus.bench.torture;

import java.io.PrintStream;
import java.util.function.Consumer;
import org.pagurus.bench.demo.Units;
import org.pagurus.rcu.torture.TortureProgress;

/**
 * Shows how a run goes on when it takes more than two seconds: once a second, on a terminal one line that is drawn again,
 * elsewhere a new line.
 */
public final class TortureLine implements Consumer<TortureProgress> {
    private static final long FIRST_NANOS = 2_000_000_000L;
    private static final long EVERY_NANOS = 1_000_000_000L;

    private final PrintStream out;
    private final boolean redrawing;
    private final String name;
    private long nextNanos = FIRST_NANOS;
    private boolean open;

    /**
     * Prepares a line for one run.
     *
     * @param out       where it goes
     * @param redrawing whether {@code out} is a terminal
     * @param name      what runs
     */
    public TortureLine(PrintStream out, boolean redrawing, String name) {
        this.out = out;
        this.redrawing = redrawing;
        this.name = name;
    }

    @Override
    public void accept(TortureProgress progress) {
        if (progress.elapsedNanos() < nextNanos) {
            return;
        }
        nextNanos = progress.elapsedNanos() + EVERY_NANOS;
        // As long as any other, so that it hides what was drawn before.
        String line = Units.format("%-28s %5.0f s  %15s sections  %11s grace periods  %-9s", name,
            progress.elapsedNanos() / 1e9, Units.count(progress.sections()), Units.count(progress.gracePeriods()),
            progress.scene());
        if (redrawing) {
            out.print('\r' + line);
            out.flush();
            open = true;
        } else {
            out.println(line.stripTrailing());
        }
    }

    /** Ends the line. */
    public void end() {
        if (open) {
            out.println();
            open = false;
        }
    }
}
