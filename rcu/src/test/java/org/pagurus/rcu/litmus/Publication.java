package org.pagurus.rcu.litmus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.RcuDomain;

/**
 * Message passing: an element is filled and published; a section that finds it published sees it filled.
 * <pre>
 *   reader                              updater
 *   enter                               first = 1, second = 1
 *   r1 = first                          published = 1          (release)
 *   r2 = published    (acquire)
 *   r3 = first, r4 = second
 *   exit
 * </pre>
 * Forbidden: {@code r2 == 1} with {@code r3 == 0} or {@code r4 == 0}. Sections add no order of their own here, and take none
 * away: the release store and the acquire load alone carry the message. The element is at a place that the reader knows, as a
 * slot off the heap is, so no dependent load helps.
 * <p>
 * <b>What the broken twins show.</b> x86-64 keeps stores in order and loads in order, so there a missing release or acquire shows
 * only if the compiler makes use of it. HotSpot does for the loads: the reader has looked at {@code first} before, and with a
 * plain load of {@code published} in between, the compilers take the value that they have. They were not seen to exchange the two
 * stores; so the other twin exchanges them by hand, as a plain store would allow.
 */
public final class Publication {
    private Publication() {
    }

    /** The allowed outcomes; all others are forbidden. */
    @Outcome(id = "[01], 0, [01], [01]", expect = Expect.ACCEPTABLE, desc = "not published: nothing is promised")
    @Outcome(id = "[01], 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "published and whole")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "published and not filled")
    static final class Outcomes {
        private Outcomes() {
        }
    }

    /** What is published, and the two sides. */
    abstract static class Slot {
        private static final VarHandle PUBLISHED;

        static {
            try {
                PUBLISHED = MethodHandles.lookup().findVarHandle(Slot.class, "published", int.class);
            } catch (final ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int first;
        private int second;
        private int published;

        final void read(final Sections sections, final IIII_Result r) {
            final long ticket = sections.enter();
            final int look = first;
            final int found = (int) PUBLISHED.getAcquire(this);
            final int one = first;
            final int two = second;
            sections.exit(ticket);
            r.r1 = look;
            r.r2 = found;
            r.r3 = one;
            r.r4 = two;
        }

        /** Broken: no acquire. */
        final void readPlain(final Sections sections, final IIII_Result r) {
            final long ticket = sections.enter();
            final int look = first;
            final int found = published;
            final int one = first;
            final int two = second;
            sections.exit(ticket);
            r.r1 = look;
            r.r2 = found;
            r.r3 = one;
            r.r4 = two;
        }

        final void update() {
            first = 1;
            second = 1;
            PUBLISHED.setRelease(this, 1);
        }

        /** Broken: the store that publishes has gone in front of one that fills. */
        final void updateTooEarly() {
            first = 1;
            PUBLISHED.setRelease(this, 1);
            second = 1;
        }
    }

    /** In sections that begin with a fence. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Full extends Slot {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.FULL);

        @Actor
        public void reader(final IIII_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update();
        }
    }

    /** In sections that begin without a fence. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class Asymmetric extends Slot {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final IIII_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update();
        }
    }

    /** Broken: the reader loads what is published by a plain load. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class BrokenFull extends Slot {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.FULL);

        @Actor
        public void reader(final IIII_Result r) {
            readPlain(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update();
        }
    }

    /** Broken: the reader loads what is published by a plain load. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class BrokenAsymmetric extends Slot {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final IIII_Result r) {
            readPlain(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update();
        }
    }

    /** Broken: published before it is filled. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class BrokenFullTooEarly extends Slot {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.FULL);

        @Actor
        public void reader(final IIII_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            updateTooEarly();
        }
    }

    /** Broken: published before it is filled. */
    @JCStressTest
    @JCStressMeta(Outcomes.class)
    @State
    public static class BrokenAsymmetricTooEarly extends Slot {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final IIII_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            updateTooEarly();
        }
    }
}
