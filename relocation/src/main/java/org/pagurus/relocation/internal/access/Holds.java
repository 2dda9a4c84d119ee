package org.pagurus.relocation.internal.access;

import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.protocol.MoveWaiters;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/**
 * How a section makes sure that a page which is on the move stays where it is until the section ends: by a pin while the page is
 * isolated; when it is being copied, by what its {@link Encounter} says. Owner thread only; the counters are read by others.
 */
abstract class Holds extends Sections {
    /** No bounded copy takes so long; a migrator that was killed does. */
    private static final long WAIT_LIMIT_NANOS = 1_000_000_000L;

    private final Protocol protocol;
    private final MoveWaiters.Waiter waiter = new MoveWaiters.Waiter();
    private int retryPage;
    private long cancels;
    private long pinsTaken;
    private long waits;
    private long retries;

    Holds(Space space, Encounter strictDefault, Encounter sleepableDefault) {
        super(space, strictDefault, sleepableDefault);
        this.protocol = space.protocol();
    }

    /**
     * One try to make an isolated or migrating page safe to write for the rest of this section.
     *
     * @return whether the section now holds it; else the caller looks at the entry anew
     */
    final boolean tryHold(int pageId, long entry) {
        if (Entry.state(entry) == Entry.MIGRATING) {
            return tryHoldMigrating(pageId, entry);
        }
        if (pins().isFull()) {
            // PRESENT needs no pin: the next begin needs an isolate and a grace period that waits for this section.
            protocol.putBack(pageId);
            return false;
        }
        return protocol.tryPin(pageId, entry) && pinned(pageId);
    }

    private boolean tryHoldMigrating(int pageId, long entry) {
        if (encounter() == Encounter.RETRY && !isLastRun()) {
            throw signal(pageId);
        }
        // A strict section of another heap may have been opened meanwhile: it must not wait for this one.
        if (encounter() == Encounter.WAIT && RcuDomain.mayBlock() && isSleepable()) {
            waits++;
            if (protocol.waiters().await(waiter, pageId, WAIT_LIMIT_NANOS)) {
                return false;
            }
        }
        return tryCancel(pageId, entry);
    }

    private boolean tryCancel(int pageId, long entry) {
        if (!protocol.tryCancel(pageId, entry)) {
            return false;
        }
        cancels++;
        if (pins().isFull()) {
            protocol.putBack(pageId);
            protocol.unpin(pageId);
            return false;
        }
        return pinned(pageId);
    }

    private boolean pinned(int pageId) {
        pinsTaken++;
        pins().add(pageId);
        leaveUntidy();
        return true;
    }

    // ---- retry ----

    /** Ends the section: whatever it accesses after a handler that swallowed the signal ends it again. */
    private Error signal(int pageId) {
        if (!isRetrying()) {
            throw new IllegalStateException("this section met a migration entry, and RETRY cannot run it again: use"
                + " session.run(task)");
        }
        retryPage = pageId;
        trapAccesses();
        return RetrySignal.INSTANCE;
    }

    /** Whether the section is to be run again. */
    protected final boolean isSignalled() {
        return retryPage != 0;
    }

    /** Outside the section: waits for the end of the copy that it met. */
    protected final void backOff() {
        retries++;
        int pageId = retryPage;
        retryPage = 0;
        if (RcuDomain.mayBlock()) {
            protocol.waiters().await(waiter, pageId, WAIT_LIMIT_NANOS);
        } else {
            Thread.yield();
        }
    }

    // ---- counters ----

    /** Moves that this accessor cancelled. */
    public final long cancels() {
        return cancels;
    }

    /** Pins that this accessor took. */
    public final long pinsTaken() {
        return pinsTaken;
    }

    /** Times that this accessor waited for the end of a copy. */
    public final long waits() {
        return waits;
    }

    /** Sections of this accessor that were run again. */
    public final long retries() {
        return retries;
    }
}
