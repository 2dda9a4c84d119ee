package org.pagurus.rcu;

import org.pagurus.rcu.internal.grace.SectionCounters;

/**
 * A domain whose sections may block: the counterpart of the Linux kernel's SRCU. {@link RcuDomain#sleepable()} makes one. It has
 * grace periods of its own, so a section that sleeps for an hour delays the updaters of this domain and nobody else.
 * <pre>
 *   long ticket = domain.enterSleepable();          // srcu_read_lock
 *   try {
 *       Node node = (Node) HEAD.getAcquire(list);
 *       sendOverTheNetwork(node);                   // may block, park, move to another carrier thread
 *   } finally {
 *       domain.exitSleepable(ticket);               // srcu_read_unlock, by this thread or by another
 *   }
 * </pre>
 * <b>Two ways in.</b> A section opened by ticket belongs to no thread and needs no registration: the way for virtual threads, and
 * for work that is handed on. {@link #register()} gives readers as in a strict domain, cheaper to enter and with the domain's
 * {@link Fence} (the kernel's {@code srcu_read_lock_lite} where it is asymmetric); they may block inside as well, and a virtual
 * thread may own one. A grace period waits for the sections of both kinds.
 * <p>
 * <b>The guarantee</b> is that of every domain, stated in the package description. But a grace period may wait for more sections
 * than it must: also for those that were opened by ticket after its cookie was made, if they began before it flipped the
 * counters. That happens when somebody first asks for it, or as soon as an older grace period that is under way is through.
 * Sections that begin later never delay it, so overlapping sections do not starve updaters.
 * <p>
 * <b>Cost.</b> Entering by ticket is one load, one atomic add on a counter shared by some threads, and a full fence; leaving is
 * two loads and one atomic add. Neither allocates. A scan looks at four counters for each of up to 128 stripes, under a
 * short lock.
 * <p>
 * <b>Misuse.</b> {@code synchronize}, {@code barrier} and {@code close} are refused inside a section of the thread's own
 * registered reader. Inside a section opened by ticket they cannot be, as nobody knows whose it is: they wait for themselves
 * forever, or until their time is up. Nor does the end of a thread end the sections it opened by ticket. {@link #stats()} counts
 * the open ones, and so does the message of a {@link #close()} that fails; {@link #holders(long)} leaves them out.
 */
public final class SleepableDomain extends RcuDomain {
    private final SectionCounters counters;

    SleepableDomain(final DomainParts parts, final SectionCounters counters) {
        super(parts);
        this.counters = counters;
    }

    /**
     * Opens a section. A full fence. Sections opened by ticket overlap and nest freely, each with its own ticket. Allowed on a
     * closed domain, where nobody waits for the section.
     *
     * @return the ticket that closes the section; greater than 0; different sections may have equal ones
     */
    public long enterSleepable() {
        return counters.enter();
    }

    /**
     * Closes a section. No access of the section moves behind it. Another thread than the one that entered must have received the
     * ticket from it in an orderly way (through a queue, a volatile field, a lock), so that the section happens before.
     *
     * @param ticket what {@link #enterSleepable()} returned; use it once
     * @throws IllegalArgumentException if it is no ticket of this domain
     * @throws IllegalStateException    if no section with such a ticket is open. A second use is found out only if no other open
     *                                  section has an equal ticket; else that section loses its protection
     */
    public void exitSleepable(final long ticket) {
        counters.exit(ticket);
    }
}
