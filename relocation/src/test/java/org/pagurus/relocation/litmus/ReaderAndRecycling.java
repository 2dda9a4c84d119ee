package org.pagurus.relocation.litmus;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * A reader against the frames that a move leaves (I3):
 * <pre>
 *   reader                              mover
 *   enter                               isolate, grace period, begin, copy, commit
 *   a = address for reading             give up the old frame
 *   r1 = *a                             take what is free, and write to it
 *   linger
 *   r2 = *a
 *   exit
 *                   r3 = read by pointer when all is over
 * </pre>
 * Forbidden: anything but the value that the object had all the time. READ_THROUGH: the frame is given up by a callback, whose
 * grace period waits for the section. EXCLUSIVE: the frame is free at commit; the reader has pinned the page, or the grace period
 * before begin has waited for its section.
 */
public final class ReaderAndRecycling {
    private static final long VALUE = 7;

    private ReaderAndRecycling() {
    }

    /** The one allowed outcome. */
    @Outcome(id = "7, 7, 7", expect = Expect.ACCEPTABLE, desc = "the object as it is")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a frame that somebody else has")
    static final class Values {
        private Values() {
        }
    }

    /** The two sides. */
    abstract static class Sides extends Meeting {
        private final Ground ground;
        private final Place place;

        Sides(Ground ground) {
            this.ground = ground;
            this.place = ground.take(VALUE);
        }

        final void read(JJJ_Result r) {
            Accessor accessor = ground.accessor();
            accessorMeets();
            linger(ground.moveNanos());
            accessor.enter();
            long address = accessor.readable(place.pointer());
            r.r1 = RawMemory.getLong(address);
            linger(ground.moveNanos());
            r.r2 = RawMemory.getLong(address);
            accessor.exit();
        }

        final void move() {
            moverMeets();
            ground.move(place, ground::churn);
        }

        final void end(JJJ_Result r) {
            r.r3 = ground.giveBack(place);
        }
    }

    /** Readers do not notice the move. */
    @JCStressTest
    @JCStressMeta(Values.class)
    @State
    public static class ReadThrough extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new);

        public ReadThrough() {
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

    /** Readers pin. */
    @JCStressTest
    @JCStressMeta(Values.class)
    @State
    public static class Exclusive extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new, true, true);

        public Exclusive() {
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

    /** Broken: readers do not pin, and the frame is free at commit. */
    @JCStressTest
    @JCStressMeta(Values.class)
    @State
    public static class BrokenReadThrough extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new, false, true);

        public BrokenReadThrough() {
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

    /** Broken: a reader that finds the page isolated does not pin it. */
    @JCStressTest
    @JCStressMeta(Values.class)
    @State
    public static class BrokenExclusive extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Defects.NoPin::new, true, true);

        public BrokenExclusive() {
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
}
