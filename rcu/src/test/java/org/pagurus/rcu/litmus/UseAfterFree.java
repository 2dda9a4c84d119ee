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
 * Use after free: an element is replaced, and freed when its grace period is over. Freeing stores {@link #FREED} in it.
 * <pre>
 *   reader                              updater
 *   enter                               head = new element      (release)
 *   e = head          (acquire)         c = start()
 *   r1 = e.value                        if (isElapsed(c)) old.value = FREED
 *   wait for the answer                 answer
 *   r2 = e.value                        if (isElapsed(c)) old.value = FREED, if it is not yet
 *   exit
 * </pre>
 * Forbidden: FREED in {@code r1} or in {@code r2}. Whoever found the old element did not see the new one, so the section is one
 * that the grace period waits for, and both loads happen before its end and before the store of FREED. Forbidden as well: two
 * different values. The loads of the value are plain, as those of a user are.
 * <p>
 * The first question comes while the reader waits inside its section, the second one about when it leaves: the one attacks the
 * announcement of the section, the other one its end.
 */
public final class UseAfterFree {
    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final int FREED = 9;

    private UseAfterFree() {
    }

    /** The allowed pairs; all others are forbidden. */
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the old element, alive all the time")
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "the new element")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "an element that was freed while it was in use")
    static final class Pairs {
        private Pairs() {
        }
    }

    /** What is allocated and freed. */
    private static final class Element {
        private int value;

        Element(final int value) {
            this.value = value;
        }
    }

    /** Where the element is found, and the two sides. */
    abstract static class Head extends Race {
        private static final VarHandle HEAD;

        static {
            try {
                HEAD = MethodHandles.lookup().findVarHandle(Head.class, "head", Element.class);
            } catch (final ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Element old = new Element(OLD);
        private final Element replacement = new Element(NEW);
        private Element head = old;

        final void read(final Sections sections, final II_Result r) {
            arrive();
            final long ticket = sections.enter();
            final Element element = (Element) HEAD.getAcquire(this);
            final int first = element.value;
            awaitAnswer();
            final int second = element.value;
            sections.exit(ticket);
            r.r1 = first;
            r.r2 = second;
        }

        final void update(final Sections sections) {
            awaitReader();
            HEAD.setRelease(this, replacement);
            final long cookie = sections.start();
            final boolean over = sections.isElapsed(cookie);
            if (over) {
                old.value = FREED;
            }
            answer(over);
            if (!over && sections.isElapsed(cookie)) {
                old.value = FREED;
            }
        }
    }

    /** Readers with a fence of their own. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class Full extends Head {
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
    public static class Asymmetric extends Head {
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

    /** Sections opened by ticket. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class TicketFull extends Head {
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
    public static class TicketAsymmetric extends Head {
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

    /** Broken: a grace period counts as over when the one before it is. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenFull extends Head {
        private static final Sections SECTIONS = Sections.ofReaders(Mutation.RECLAIM_ONE_EPOCH_EARLY::builder, Fence.FULL);

        @Actor
        public void reader(final II_Result r) {
            read(SECTIONS, r);
        }

        @Actor
        public void updater() {
            update(SECTIONS);
        }
    }

    /** Broken: scans do not see the readers. */
    @JCStressTest
    @JCStressMeta(Pairs.class)
    @State
    public static class BrokenAsymmetric extends Head {
        private static final Sections SECTIONS = Sections.ofReaders(Mutation.LOSE_REGISTRATION::builder, Fence.ASYMMETRIC);

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
    public static class BrokenTicketFull extends Head {
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
    public static class BrokenTicketAsymmetric extends Head {
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
