package org.pagurus.bench.torture;

import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
        show(progress.elapsedNanos(), () -> Units.format("%15s sections  %11s grace periods  %-9s",
            Units.count(progress.sections()), Units.count(progress.gracePeriods()), progress.scene()));
    }

    /**
     * The same for a heap.
     *
     * @param progress how far it is
     */
    public void accept(org.pagurus.relocation.torture.TortureProgress progress) {
        show(progress.elapsedNanos(), () -> Units.format("%15s operations  %11s moves  %11s folds",
            Units.count(progress.operations()), Units.count(progress.moves()), Units.count(progress.folds())));
    }

    private void show(long elapsedNanos, Supplier<String> text) {
        if (elapsedNanos < nextNanos) {
            return;
        }
        nextNanos = elapsedNanos + EVERY_NANOS;
        // As long as any other, so that it hides what was drawn before.
        String line = Units.format("%-32s %5.0f s  %s", name, elapsedNanos / 1e9, text.get());
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
