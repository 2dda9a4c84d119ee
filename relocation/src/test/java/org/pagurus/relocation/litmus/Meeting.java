package org.pagurus.relocation.litmus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where an accessor and a mover meet: the part of a state that makes a race close. It has no say in what is forbidden.
 *
 * <p>jcstress lets each actor run through many states without waiting for the other one, and a move takes a hundred times as long
 * as an access. So each actor waits for the other one to arrive at the state, and then lingers, for a time that is drawn anew for
 * each state. Where single steps race it is from one turn to some hundred, each power of two as often as the next one; where a
 * whole move does, any time up to that of a move. No actor depends on the other: a wait ends after some milliseconds.
 */
abstract class Meeting {
    /** So long the one waits for the other, which may have lost its processor: alone it would only waste the state. */
    private static final long MAX_WAIT_NANOS = 5_000_000L;
    /** So many turns, and then others are let in. */
    private static final int TURNS = 256;
    private static final int MAX_LINGER_SHIFT = 8;

    private static final int ACCESSOR = 0;
    private static final int MOVER = 1;
    private static final int MOVED = 2;
    // Opaque: the flags order nothing but themselves. What the protocol owes must not come from the test.
    private static final VarHandle FLAG = MethodHandles.arrayElementVarHandle(int[].class);

    private final int[] flags = new int[MOVED + 1];
    private final int accessorLingers = lingering();
    private final int moverLingers = lingering();

    private static int lingering() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return random.nextInt(1 << random.nextInt(MAX_LINGER_SHIFT + 1));
    }

    /** The accessor, before its section. */
    final void accessorMeets() {
        FLAG.setOpaque(flags, ACCESSOR, 1);
        await(MOVER);
    }

    /** The mover, before its first step. */
    final void moverMeets() {
        FLAG.setOpaque(flags, MOVER, 1);
        await(ACCESSOR);
    }

    /** The mover, after its last step. */
    final void moved() {
        FLAG.setOpaque(flags, MOVED, 1);
    }

    /** The accessor, inside its section: until the last step was made. */
    final void awaitMoved() {
        await(MOVED);
    }

    private void await(int flag) {
        long start = System.nanoTime();
        for (int turns = 1; (int) FLAG.getOpaque(flags, flag) == 0; turns++) {
            if (turns % TURNS != 0) {
                Thread.onSpinWait();
            } else if (System.nanoTime() - start > MAX_WAIT_NANOS) {
                return;
            } else {
                Thread.yield();
            }
        }
    }

    /** The accessor, before a single step. */
    final void accessorLingers() {
        linger(accessorLingers);
    }

    /** The mover, before a single step. */
    final void moverLingers() {
        linger(moverLingers);
    }

    private static void linger(int turns) {
        for (int i = turns; i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    /** The accessor, while a whole move is made: any time up to this. */
    static void linger(long maxNanos) {
        long nanos = ThreadLocalRandom.current().nextLong(maxNanos);
        for (long start = System.nanoTime(); System.nanoTime() - start < nanos;) {
            Thread.onSpinWait();
        }
    }
}
