package org.pagurus.relocation.litmus;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A free against a fold: the page exchanges the bits that say which slots are retired.
 * <pre>
 *   freer                               mover
 *   r1 = retire(slot):                  prepare the new slots
 *     set the bit in the slots          movedTo:
 *     look at the slots again,            write the new slots    (volatile)
 *     set it there if they are others     carry the bits of the old ones over
 *                   r2 = whether the slot is live when all is over
 *                   r3 = slots that a collect finds
 * </pre>
 * Forbidden: a slot that is live after it was freed, and so is never free again; or another count than one. Either the mover sees
 * the bit and carries it, or the freer sees the new slots: each writes first and then looks, with a full fence between the two.
 * The page has one to five slots that move: with three or fewer all bits are in one word.
 */
public final class FoldAndFree {
    private FoldAndFree() {
    }

    /** The one allowed outcome. */
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "freed, once")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a free is lost")
    static final class Frees {
        private Frees() {
        }
    }

    /** The two sides. */
    abstract static class Sides extends Meeting {
        private final FoldedPage page = new FoldedPage();

        final void free(III_Result r) {
            accessorMeets();
            accessorLingers();
            r.r1 = page.retire();
        }

        /** Broken. */
        final void freeWithoutSecondLook(III_Result r) {
            accessorMeets();
            accessorLingers();
            r.r1 = page.retireWithoutSecondLook();
        }

        final void fold() {
            moverMeets();
            moverLingers();
            page.fold();
        }

        /** Broken. */
        final void foldCarryingFirst() {
            moverMeets();
            moverLingers();
            page.foldCarryingFirst();
        }

        final void end(III_Result r) {
            r.r2 = page.isLive() ? 1 : 0;
            r.r3 = page.collect();
        }
    }

    /** A page is folded that was not, or was, before. */
    @JCStressTest
    @JCStressMeta(Frees.class)
    @State
    public static class Fold extends Sides {
        @Actor
        public void freer(III_Result r) {
            free(r);
        }

        @Actor
        public void mover() {
            fold();
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }

    /** Broken: the free does not look at the slots a second time. */
    @JCStressTest
    @JCStressMeta(Frees.class)
    @State
    public static class BrokenFree extends Sides {
        @Actor
        public void freer(III_Result r) {
            freeWithoutSecondLook(r);
        }

        @Actor
        public void mover() {
            fold();
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }

    /** Broken: the fold carries the bits over and then writes the new slots. */
    @JCStressTest
    @JCStressMeta(Frees.class)
    @State
    public static class BrokenFold extends Sides {
        @Actor
        public void freer(III_Result r) {
            free(r);
        }

        @Actor
        public void mover() {
            foldCarryingFirst();
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }
}
