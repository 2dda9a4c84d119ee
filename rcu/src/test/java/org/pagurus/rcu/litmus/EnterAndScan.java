package org.pagurus.rcu.litmus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.Mutation;
import org.pagurus.rcu.RcuDomain;

/**
 * Store buffering: the announcement of a section against the scan of a grace period.
 * <pre>
 *   reader                              updater
 *   enter:  state = epoch               unlinked = 1
 *           (fence)                     c = start()
 *   r1 = unlinked                       over = isElapsed(c):  fence, load state
 *   r2 = answer                         answer = over ? 2 : 1
 *   exit
 * </pre>
 * Forbidden: {@code r1 == 0 && r2 == 2}. The section did not see the unlink, so it is one that the grace period waits for, and
 * yet it learned, while it was still open, that the grace period was over. By the guarantee either everything in the section
 * happens before the end of the grace period, then {@code r2} cannot be 2; or everything before its start is visible to the whole
 * section, then {@code r1} is 1. All other pairs are allowed.
 * <p>
 * The load of {@code unlinked} is opaque, or plain where the name says so: neither gives any order that the fences owe.
 */
public final class EnterAndScan {
    private EnterAndScan() {
    }

    /** The allowed and the forbidden pairs. */
    @Outcome(id = "0, 2", expect = Expect.FORBIDDEN, desc = "the grace period ended around an open section of the old version")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the old version, and the grace period waits")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the old version, and no answer yet")
    @Outcome(id = "1, [012]", expect = Expect.ACCEPTABLE, desc = "the new version: nobody needs to wait for this section")
    static final class Pairs {
        private Pairs() {
        }
    }

    /** What is unlinked, and the two sides. */
    abstract static class Link extends Race {
        private static final VarHandle UNLINKED;

        static {
            try {
                UNLINKED = MethodHandles.lookup().findVarHandle(Link.class, "unlinked", int.class);
            } catch (final ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int unlinked;

        final void read(final Sections sections, final II_Result r) {
            arrive();
            final long ticket = sections.enter();
            final int seen = (int) UNLINKED.getOpaque(this);
            final int answer = awaitAnswer();
            sections.exit(ticket);
            r.r1 = seen;
            r.r2 = answer;
        }

        final void readPlain(final Sections sections, final II_Result r) {
            arrive();
            final long ticket = sections.enter();
            final int seen = unlinked;
            final int answer = awaitAnswer();
            sections.exit(ticket);
            r.r1 = seen;
            r.r2 = answer;
        }

        /** What a compiler would do that moved the load in front of the announcement. */
        final void readHoisted(final Sections sections, final II_Result r) {
            arrive();
            final int seen = unlinked;
            final long ticket = sections.enter();
            final int answer = awaitAnswer();
            sections.exit(ticket);
            r.r1 = seen;
            r.r2 = answer;
        }

        final void update(final Sections sections) {
            awaitReader();
            UNLINKED.setRelease(this, 1);
            answer(sections.isElapsed(sections.start()));
        }
    }

    /** Readers with a fence of their own. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class Full extends Link {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.FULL);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Readers without a fence: membarrier. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class Asymmetric extends Link {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Readers without a fence, and a plain load: the compiler must leave it behind the announcement. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class AsymmetricPlain extends Link {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final II_Result r) {
            readPlain(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Sections opened by ticket. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class TicketFull extends Link {
        private static final Sections SECTIONS = Sections.ofTickets(RcuDomain::builder, Fence.FULL);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Sections opened by ticket, in a domain whose scans run membarrier. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class TicketAsymmetric extends Link {
        private static final Sections SECTIONS = Sections.ofTickets(RcuDomain::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Broken: enter has no fence. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenFull extends Link {
        private static final Sections SECTIONS = Sections.ofReaders(Mutation.DROP_ENTER_FENCE::builder, Fence.FULL);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Broken: the scan has no membarrier. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenAsymmetric extends Link {
        private static final Sections SECTIONS = Sections.ofReaders(Mutation.DROP_MEMBARRIER::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Broken: the scan has no membarrier, and the load is plain. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenAsymmetricPlain extends Link {
        private static final Sections SECTIONS = Sections.ofReaders(Mutation.DROP_MEMBARRIER::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final II_Result r) {
            readPlain(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Broken: the load stands in front of the announcement, as if a compiler had moved it. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenAsymmetricHoisted extends Link {
        private static final Sections SECTIONS = Sections.ofReaders(RcuDomain::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final II_Result r) {
            readHoisted(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Broken: after the flip nobody waits for the old index. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenTicketFull extends Link {
        private static final Sections SECTIONS = Sections.ofTickets(Mutation.ONE_FLIP_SCAN::builder, Fence.FULL);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Broken: after the flip nobody waits for the old index. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenTicketAsymmetric extends Link {
        private static final Sections SECTIONS = Sections.ofTickets(Mutation.ONE_FLIP_SCAN::builder, Fence.ASYMMETRIC);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }
}
