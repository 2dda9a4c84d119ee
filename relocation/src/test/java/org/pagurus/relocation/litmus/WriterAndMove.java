package org.pagurus.relocation.litmus;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.model.MutatedProtocols;

/**
 * A write against a whole move, the real migrator's (I2):
 * <pre>
 *   writer                              mover
 *   enter                               isolate
 *   a = address for writing             grace period
 *   linger                              begin, copy, commit
 *   *a = 1                              old frame free after a grace period
 *   r1 = read by pointer
 *   exit
 *                   r2 = read by pointer when all is over
 * </pre>
 * Forbidden: 0 in {@code r1} or {@code r2}. Whatever the writer met, the write is in the frame where the page lives afterwards:
 * with a plain entry the grace period waits for the section; with ISOLATED its pin keeps begin from coming; with MIGRATING it has
 * undone the move; with the new entry it wrote to the new frame.
 */
public final class WriterAndMove {
    private WriterAndMove() {
    }

    /** The one allowed pair. */
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the write is there, for its section and for all")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a write is lost")
    static final class Pairs {
        private Pairs() {
        }
    }

    /** The two sides. */
    abstract static class Sides extends Meeting {
        private final Ground ground;
        private final Place place;

        Sides(Ground ground) {
            this.ground = ground;
            this.place = ground.take(0);
        }

        final void write(II_Result r) {
            Accessor accessor = ground.accessor();
            accessorMeets();
            linger(ground.moveNanos());
            accessor.enter();
            long address = accessor.writable(place.pointer());
            linger(ground.moveNanos());
            RawMemory.putLong(address, 1);
            r.r1 = (int) accessor.get(place.pointer(), 0);
            accessor.exit();
        }

        final void move() {
            moverMeets();
            ground.move(place, () -> { });
        }

        final void end(II_Result r) {
            r.r2 = (int) ground.giveBack(place);
        }
    }

    /** The page moves as it is. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class Whole extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Protocol::new);

        public Whole() {
            super(GROUND);
        }

        @Actor
        public void writer(II_Result r) {
            write(r);
        }

        @Actor
        public void mover() {
            move();
        }

        @Arbiter
        public void judge(II_Result r) {
            end(r);
        }
    }

    /** The page is folded, once and again. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class Fold extends Sides {
        private static final Ground GROUND = new Ground(Ground.SLOTTED, Protocol::new);

        public Fold() {
            super(GROUND);
        }

        @Actor
        public void writer(II_Result r) {
            write(r);
        }

        @Actor
        public void mover() {
            move();
        }

        @Arbiter
        public void judge(II_Result r) {
            end(r);
        }
    }

    /** Broken: a writer that finds the page isolated does not pin it. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenUnpinned extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Defects.NoPin::new);

        public BrokenUnpinned() {
            super(GROUND);
        }

        @Actor
        public void writer(II_Result r) {
            write(r);
        }

        @Actor
        public void mover() {
            move();
        }

        @Arbiter
        public void judge(II_Result r) {
            end(r);
        }
    }

    /** Broken: begin overlooks pins. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenBegin extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, Defects.BeginWithPins::new);

        public BrokenBegin() {
            super(GROUND);
        }

        @Actor
        public void writer(II_Result r) {
            write(r);
        }

        @Actor
        public void mover() {
            move();
        }

        @Arbiter
        public void judge(II_Result r) {
            end(r);
        }
    }

    /** Broken: begin does not wait for the grace period. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenGracePeriod extends Sides {
        private static final Ground GROUND = new Ground(Ground.WHOLE, MutatedProtocols.WithoutGracePeriod::new);

        public BrokenGracePeriod() {
            super(GROUND);
        }

        @Actor
        public void writer(II_Result r) {
            write(r);
        }

        @Actor
        public void mover() {
            move();
        }

        @Arbiter
        public void judge(II_Result r) {
            end(r);
        }
    }
}
