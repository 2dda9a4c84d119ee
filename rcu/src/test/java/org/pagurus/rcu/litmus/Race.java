package org.pagurus.rcu.litmus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;

import org.pagurus.rcu.internal.base.PaddedLong;

/**
 * Where one reader and one updater meet: the part of a state that makes a race close. It has no say in what is forbidden.
 * <pre>
 *   reader                          updater
 *   arrive                          take the lines
 *   store to some of the lines      wait until the reader has arrived
 *   enter, load                     unlink, start a grace period, ask whether it is over
 *   wait for the answer             answer
 *   load again, exit
 * </pre>
 * Both waits give up soon, so no actor depends on the other one.
 * <p>
 * The lines are cache lines that the updater has just written. The reader's stores to them wait in its store buffer, and the
 * store that announces the section waits behind them, while the loads of the section find their line at hand. How many stores
 * there are differs from state to state, so that the announcement comes now before the scan and now after it.
 */
abstract class Race {
    /** The updater has not answered yet. */
    static final int NONE = 0;
    /** The grace period was not over. */
    static final int RUNNING = 1;
    /** The grace period was over. */
    static final int OVER = 2;

    private static final int LINES = 24;
    /** Some 50 microseconds: several times what a grace period with a membarrier takes. */
    private static final int MAX_SPINS = 2_000;
    private static final PaddedLong[] STORED = new PaddedLong[LINES];

    private static final VarHandle ARRIVED;
    private static final VarHandle ANSWER;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            ARRIVED = lookup.findVarHandle(Race.class, "arrived", int.class);
            ANSWER = lookup.findVarHandle(Race.class, "answer", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        for (int i = 0; i < LINES; i++) {
            STORED[i] = new PaddedLong(0);
        }
    }

    private final int stores = ThreadLocalRandom.current().nextInt(LINES + 1);
    private int arrived;
    private int answer;

    /** The reader, before it enters. */
    final void arrive() {
        // Opaque: it orders nothing but itself. What follows must not be ordered by the test.
        ARRIVED.setOpaque(this, 1);
        for (int i = 0; i < stores; i++) {
            STORED[i].setRelease(i);
        }
    }

    /** The updater, before it unlinks. */
    final void awaitReader() {
        for (final PaddedLong line : STORED) {
            line.setRelease(-1);
        }
        for (int spins = 0; (int) ARRIVED.getOpaque(this) == 0 && spins < MAX_SPINS; spins++) {
            Thread.onSpinWait();
        }
    }

    /** The updater, after it has asked. Release: whoever reads the answer sees what came before it. */
    final void answer(final boolean over) {
        ANSWER.setRelease(this, over ? OVER : RUNNING);
    }

    /** The reader, inside its section. Acquire: the second loads of the section stay behind. */
    final int awaitAnswer() {
        int seen = (int) ANSWER.getAcquire(this);
        for (int spins = 0; seen == NONE && spins < MAX_SPINS; spins++) {
            Thread.onSpinWait();
            seen = (int) ANSWER.getAcquire(this);
        }
        return seen;
    }
}
