package org.pagurus.relocation.litmus;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * A pin against a put back, of a page that is isolated:
 * <pre>
 *   accessor                            mover
 *   enter                               put back
 *   pin, of the section or for long     done
 *   r1 = pins taken
 *   wait until it is done
 *   r2 = pins that the entry counts
 *   exit, unpin
 *                   r3 = pins that the entry counts when all is over
 * </pre>
 * A pin that was taken is there until it is dropped, whatever the put back made of the entry; and then none is left. A section
 * that finds the page put back takes none. A long pin is taken in any state.
 */
public final class PinAndPutBack {
    private PinAndPutBack() {
    }

    /** The allowed outcomes; all others are forbidden. */
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "pinned, and so it stays until the unpin")
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "put back before: no pin is needed")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a pin is lost or left")
    static final class Pins {
        private Pins() {
        }
    }

    /** The two sides. */
    abstract static class Sides extends Meeting {
        private final Ground ground;
        private final Place place;

        Sides(Ground ground) {
            this.ground = ground;
            this.place = ground.take(0);
            ground.protocol().isolate(place.id());
        }

        final void pin(III_Result r) {
            Accessor accessor = ground.accessor();
            accessorMeets();
            accessorLingers();
            long before = accessor.pinsTaken();
            accessor.enter();
            accessor.writable(place.pointer());
            r.r1 = (int) (accessor.pinsTaken() - before);
            awaitMoved();
            r.r2 = ground.pins(place);
            accessor.exit();
        }

        /** As {@code Session.pin} and {@code unpin}. */
        final void pinForLong(III_Result r) {
            Accessor accessor = ground.accessor();
            accessorMeets();
            accessorLingers();
            accessor.enter();
            ground.space().pins().pin(place.pointer(), place.page());
            accessor.exit();
            r.r1 = 1;
            awaitMoved();
            r.r2 = ground.pins(place);
            ground.space().pins().unpin(place.pointer(), place.page());
        }

        final void putBack() {
            moverMeets();
            moverLingers();
            ground.protocol().putBack(place.id());
            moved();
        }

        final void end(III_Result r) {
            r.r3 = ground.pins(place);
            ground.giveBack(place);
        }
    }

    /** The pin of a section. */
    @JCStressTest
    @JCStressMeta(Pins.class)
    @State
    public static class Section extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new);

        public Section() {
            super(GROUND);
        }

        @Actor
        public void accessor(III_Result r) {
            pin(r);
        }

        @Actor
        public void mover() {
            putBack();
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }

    /** A pin that outlives its section. */
    @JCStressTest
    @JCStressMeta(Pins.class)
    @State
    public static class LongTerm extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new);

        public LongTerm() {
            super(GROUND);
        }

        @Actor
        public void accessor(III_Result r) {
            pinForLong(r);
        }

        @Actor
        public void mover() {
            putBack();
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }

    /** Broken: put back drops pins. */
    @JCStressTest
    @JCStressMeta(Pins.class)
    @State
    public static class BrokenSection extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Defects.PutBackDropsPins::new);

        public BrokenSection() {
            super(GROUND);
        }

        @Actor
        public void accessor(III_Result r) {
            pin(r);
        }

        @Actor
        public void mover() {
            putBack();
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }

    /** Broken: put back drops pins. */
    @JCStressTest
    @JCStressMeta(Pins.class)
    @State
    public static class BrokenLongTerm extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Defects.PutBackDropsPins::new);

        public BrokenLongTerm() {
            super(GROUND);
        }

        @Actor
        public void accessor(III_Result r) {
            pinForLong(r);
        }

        @Actor
        public void mover() {
            putBack();
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }

    /** Broken: put back does not see a pin that comes between its load and its store. */
    @JCStressTest
    @JCStressMeta(Pins.class)
    @State
    public static class BrokenStore extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Defects.PutBackByStore::new);

        public BrokenStore() {
            super(GROUND);
        }

        @Actor
        public void accessor(III_Result r) {
            pin(r);
        }

        @Actor
        public void mover() {
            putBack();
        }

        @Arbiter
        public void judge(III_Result r) {
            end(r);
        }
    }
}
