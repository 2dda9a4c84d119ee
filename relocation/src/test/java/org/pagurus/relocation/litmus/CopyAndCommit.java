package org.pagurus.relocation.litmus;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Message passing: whoever acquires the committed entry finds what was copied before the commit.
 * <pre>
 *   reader                              mover
 *   enter                               copy
 *   r1 = first word, by pointer         commit                (CAS)
 *   r2 = last word, by pointer
 *   exit
 *                   r3 = read by pointer when all is over
 * </pre>
 * Forbidden: anything but the value that the object had all the time; the new frame holds something else before the copy. Of a
 * folded page the message is longer: the entry names a version, whose slots are found in the page, and say where the object is.
 * <p>
 * <b>What the twins show, and what they do not.</b> They exchange commit and copy by hand, as a store without release allows:
 * so the test sees a commit that comes before its copy. There are no twins whose commit is a plain or opaque store, or that load
 * the entry without acquire, because on x86-64 they cannot fail: the processor keeps stores in order and loads in order, no
 * compiler moves the commit across the copy, which is a call, and the address of the data comes out of the entry, so the data
 * cannot be loaded before it. Run on x86-64, this test is therefore no proof that the acquire is needed.
 */
public final class CopyAndCommit {
    private static final long VALUE = 7;

    private CopyAndCommit() {
    }

    /** The one allowed outcome. */
    @Outcome(id = "7, 7, 7", expect = Expect.ACCEPTABLE, desc = "the object as it is, in the one frame or in the other")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "committed and not copied")
    static final class Values {
        private Values() {
        }
    }

    /** The two sides. */
    abstract static class Sides extends Meeting {
        private final Ground ground;
        private final Move move;

        Sides(Ground ground) {
            this.ground = ground;
            this.move = ground.begin(VALUE);
        }

        final void read(JJJ_Result r) {
            Accessor accessor = ground.accessor();
            accessorMeets();
            accessorLingers();
            accessor.enter();
            r.r1 = accessor.get(move.place().pointer(), 0);
            r.r2 = accessor.get(move.place().pointer(), Place.LAST);
            accessor.exit();
        }

        final void move() {
            moverMeets();
            moverLingers();
            move.copy();
            move.commit();
        }

        /** Broken. */
        final void moveTooEarly() {
            moverMeets();
            moverLingers();
            move.commit();
            move.copy();
        }

        final void end(JJJ_Result r) {
            r.r3 = ground.giveBack(move);
        }
    }

    /** The page moves as it is. */
    @JCStressTest
    @JCStressMeta(Values.class)
    @State
    public static class Whole extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new);

        public Whole() {
            super(GROUND);
        }

        @Actor
        public void reader(JJJ_Result r) {
            read(r);
        }

        @Actor
        public void mover() {
            move();
        }

        @Arbiter
        public void judge(JJJ_Result r) {
            end(r);
        }
    }

    /** The page is folded, once and again. */
    @JCStressTest
    @JCStressMeta(Values.class)
    @State
    public static class Fold extends Sides {
        private static final Ground GROUND = new Ground(Ground.SLOTTED, Protocol::new);

        public Fold() {
            super(GROUND);
        }

        @Actor
        public void reader(JJJ_Result r) {
            read(r);
        }

        @Actor
        public void mover() {
            move();
        }

        @Arbiter
        public void judge(JJJ_Result r) {
            end(r);
        }
    }

    /** Broken: committed before it is copied. */
    @JCStressTest
    @JCStressMeta(Values.class)
    @State
    public static class BrokenWhole extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new);

        public BrokenWhole() {
            super(GROUND);
        }

        @Actor
        public void reader(JJJ_Result r) {
            read(r);
        }

        @Actor
        public void mover() {
            moveTooEarly();
        }

        @Arbiter
        public void judge(JJJ_Result r) {
            end(r);
        }
    }

    /** Broken: committed before it is copied. */
    @JCStressTest
    @JCStressMeta(Values.class)
    @State
    public static class BrokenFold extends Sides {
        private static final Ground GROUND = new Ground(Ground.SLOTTED, Protocol::new);

        public BrokenFold() {
            super(GROUND);
        }

        @Actor
        public void reader(JJJ_Result r) {
            read(r);
        }

        @Actor
        public void mover() {
            moveTooEarly();
        }

        @Arbiter
        public void judge(JJJ_Result r) {
            end(r);
        }
    }
}
