package org.pagurus.relocation.litmus;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Cancel against commit, from the migration entry on:
 * <pre>
 *   writer                              mover
 *   enter                               copy
 *   write 1 by pointer                  r2 = commit
 *   r1 = cancelled
 *   exit
 *                   r3 = read by pointer when all is over
 * </pre>
 * Exactly one of the two wins, and the write is there: a canceller writes to the old frame, whose copy is thrown away; whoever
 * comes after the commit writes to the new one. Both are a CAS from the one migration entry.
 */
public final class CancelAndCommit {
    private CancelAndCommit() {
    }

    /** The allowed outcomes; all others are forbidden. */
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "cancelled, and not committed")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "committed, and not cancelled")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "both or neither, or the write is lost")
    static final class Outcomes {
        private Outcomes() {
        }
    }

    /** The two sides. */
    abstract static class Sides extends Meeting {
        private final Ground ground;
        private final Move move;

        Sides(Ground ground) {
            this.ground = ground;
            this.move = ground.begin(0);
        }

        final void write(III_Result r) {
            Accessor accessor = ground.accessor();
            accessorMeets();
            accessorLingers();
            long before = accessor.cancels();
            accessor.enter();
            RawMemory.putLong(accessor.writable(move.place().pointer()), 1);
            r.r1 = (int) (accessor.cancels() - before);
            accessor.exit();
        }

        final void move(III_Result r) {
            moverMeets();
            moverLingers();
            move.copy();
            r.r2 = move.commit() ? 1 : 0;
        }

        final void end(III_Result r) {
            r.r3 = (int) ground.giveBack(move);
        }
    }

    /** Commit from the migration entry. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Commit extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new);

        public Commit() {
            super(GROUND);
        }

        @Actor
        public void writer(III_Result r) {
            write(r);
        }

        @Actor
        public void mover(III_Result r) {
            move(r);
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }

    /** Broken: commit does not look whether an accessor cancelled. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class BrokenCommit extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Defects.CommitAfterCancel::new);

        public BrokenCommit() {
            super(GROUND);
        }

        @Actor
        public void writer(III_Result r) {
            write(r);
        }

        @Actor
        public void mover(III_Result r) {
            move(r);
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }
}
