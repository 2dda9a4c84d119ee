package org.pagurus.relocation.internal.access;

import org.pagurus.allocator.Pointer;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.Reader;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/**
 * The sections of one thread: strict or sleepable, each with a way to meet migration entries. Owner thread only.
 *
 * <p>Both kinds stand in the heap's one domain, as readers of two kinds: every grace period protects memory that both read, so it
 * has to wait for both. A strict section is one in which waiting is refused; that is all the difference.
 *
 * <p>{@code pageLimit} is what accesses compare page ids with: 0 outside a section, so that one compare refuses use outside a
 * section, of a closed heap, and out-of-range and negative pointers alike; the page id of a negative one, which has its sign
 * bit as an upper bit, is above any limit. Inside, it is 0 as well while accesses have
 * to take the slow path: while writes wait in the store buffer, after a retry was signalled, and in a section that must
 * not be used. Nothing else costs the fast path anything.
 */
abstract class Sections {
    private final Space space;
    private final Protocol protocol;
    private final Thread thread;
    private final long tableLimit;
    private final Reader strict;
    private final Encounter strictDefault;
    private final Encounter sleepableDefault;
    private final PinSet pins = new PinSet();
    /** Registered at the first sleepable section. */
    private Reader sleepable;
    /** The reader of the open section; outside, the strict one. */
    private Reader current;
    /** Of the open section; outside, that of the next plain one. */
    private Encounter encounter;
    /** What {@code pageLimit} becomes when a section is entered or nested. */
    private long openLimit;
    private long pageLimit;
    /** Whether the outermost exit has more to do than to leave. */
    private boolean untidy;
    private boolean retrying;
    private boolean lastRun;

    Sections(Space space, Encounter strictDefault, Encounter sleepableDefault) {
        this.space = space;
        this.protocol = space.protocol();
        this.thread = Thread.currentThread();
        this.tableLimit = space.table().capacity();
        this.strictDefault = strictDefault;
        this.sleepableDefault = sleepableDefault;
        this.strict = space.domain().register();
        makeDefault();
    }

    /** What the next plain section is. With RETRY it must not be used: it was not entered to be run again. */
    private void makeDefault() {
        pageLimit = 0;
        current = strict;
        encounter = strictDefault;
        openLimit = strictDefault == Encounter.RETRY ? 0 : tableLimit;
        untidy = false;
        retrying = false;
        lastRun = false;
    }

    // ---- entering ----

    /** Enters a strict section, or a nested one, which takes over kind and encounter of the section around it. */
    protected final void enterSection() {
        enterStep();
        pageLimit = openLimit;
    }

    /** As {@link #enterSection}, with an encounter other than the default. A nested one has to have the one around it. */
    protected final void enterStrict(Encounter chosen) {
        if (isNested(chosen, false)) {
            enterSection();
            return;
        }
        if (chosen == Encounter.WAIT) {
            throw new IllegalStateException("WAIT in a strict section would block: its grace periods, and the memory that waits"
                + " for them, would depend on the migrator's progress; use enterSleepable(WAIT), or CANCEL");
        }
        if (chosen == Encounter.RETRY) {
            throw new IllegalStateException("RETRY needs to run the section again: use session.run(task), or CANCEL");
        }
        enterOutermost(strict, chosen);
    }

    /** Enters a sleepable section, or a nested one. */
    protected final void enterSleepable(Encounter chosen) {
        if (isNested(chosen, true)) {
            enterSection();
            return;
        }
        if (chosen == Encounter.RETRY) {
            throw new IllegalStateException("RETRY needs to run the section again: use session.run(task), or WAIT or CANCEL");
        }
        RcuDomain.checkMayBlock("enterSleepable");
        if (sleepable == null) {
            sleepable = space.domain().registerSleepable();
        }
        enterOutermost(sleepable, chosen);
    }

    private boolean isNested(Encounter chosen, boolean mayBlock) {
        requireOwner();
        if (!isInSection()) {
            return false;
        }
        if (mayBlock && current == strict) {
            throw new IllegalStateException("enterSleepable inside a strict section: what blocks inside it would block the"
                + " strict one; exit first, or make the outer section sleepable");
        }
        if (chosen != encounter) {
            throw new IllegalStateException("a section with " + chosen + " inside one with " + encounter + ": pages held and"
                + " writes put off belong to the outermost section, so a nested one has its policy; use enter(), or exit first");
        }
        return true;
    }

    private void enterOutermost(Reader reader, Encounter chosen) {
        if (chosen == Encounter.FALLBACK) {
            prepareFallback();
        }
        current = reader;
        encounter = chosen;
        openLimit = tableLimit;
        untidy = true;
        try {
            enterSection();
        } catch (Throwable e) {
            makeDefault();
            throw e;
        }
    }

    /** The default of sleepable sections. */
    protected final Encounter sleepableDefault() {
        return sleepableDefault;
    }

    /**
     * Enters a section that is left and run again when it is signalled to.
     *
     * @param last whether it cancels instead; in all else it is as those before, so that the task may do in it what it did
     */
    protected final void enterRetrying(boolean last) {
        enterOutermost(strict, Encounter.RETRY);
        retrying = true;
        lastRun = last;
    }

    /**
     * Enters a section for an access of the heap itself, inside a section or not: whatever that does about migration entries,
     * this one cancels.
     *
     * @return what {@link #exitInner} needs
     */
    protected final Encounter enterInner() {
        finishWrites();
        Encounter outer = encounter;
        boolean outermost = !isInSection();
        enterStep();
        if (outermost) {
            openLimit = tableLimit;
        }
        encounter = Encounter.CANCEL;
        pageLimit = tableLimit;
        return outer;
    }

    /** Leaves it. */
    protected final void exitInner(Encounter outer) {
        encounter = outer;
        exitSection();
        if (isInSection()) {
            pageLimit = openLimit;
        } else {
            makeDefault();
        }
    }

    /**
     * Enters a section, or a nested one, for a step on pages in which no memory is accessed. {@link #exitStep} leaves it.
     *
     * @throws IllegalStateException on another thread than the session's, and if the session or the heap is closed
     */
    protected final void enterStep() {
        if (Checks.BOUNDS) {
            requireOwner();
        }
        Reader reader = current;
        try {
            reader.enter();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("the session of thread " + thread.getName() + " is closed", e);
        }
        // close() sets the flag and then waits for a grace period: a section that it does not wait for sees what came
        // before the grace period, and so the flag; one that misses the flag is waited for (HeapCloseTest).
        if (space.isClosed()) {
            reader.exit();
            throw new IllegalStateException("the heap is closed; a closed heap has no memory to enter");
        }
    }

    // ---- leaving ----

    /** Leaves the section of a step. Pins, if there are any, are those of a section around it. */
    protected final void exitStep() {
        current.exit();
    }

    /** Leaves a section; the outermost exit makes the writes that were put off, and drops the pins. */
    protected final void exitSection() {
        if (Checks.BOUNDS) {
            requireOwner();
        }
        Reader reader = current;
        if (reader.nesting() <= 1) {
            pageLimit = 0;
            if (untidy) {
                leaveTidily(reader);
                return;
            }
        }
        reader.exit();
    }

    private void leaveTidily(Reader reader) {
        try {
            drainNow();
        } finally {
            // Every write of the section precedes this CAS, and begin() is a later CAS of the same word (I2).
            pins.releaseAll(protocol);
            clearBuffer();
            makeDefault();
            reader.exit();
        }
    }

    /** Leaves all nested sections. */
    protected final void exitAll() {
        while (isInSection()) {
            exitSection();
        }
    }

    /** Makes the writes that were put off, before something that others may see. Inside or outside a section. */
    protected final void finishWrites() {
        if (untidy) {
            if (Checks.BOUNDS) {
                requireOwner();
            }
            drainNow();
        }
    }

    // ---- asking ----

    /** Whether a section is open. */
    protected final boolean isInSection() {
        return current.inSection();
    }

    /** Whether the open section may block. */
    protected final boolean isSleepable() {
        return current != strict;
    }

    /** What the open section does at a migration entry. */
    protected final Encounter encounter() {
        return encounter;
    }

    /** Whether the open section is one that can be run again. */
    protected final boolean isRetrying() {
        return retrying;
    }

    /** Whether the open section cancels, having been run again often enough. */
    final boolean isLastRun() {
        return lastRun;
    }

    /** What accesses compare page ids with. */
    final long pageLimit() {
        return pageLimit;
    }

    /** The pages that the section holds. */
    final PinSet pins() {
        return pins;
    }

    /** The outermost exit will have something to do. */
    final void leaveUntidy() {
        untidy = true;
    }

    /** From now on every access of the section takes the slow path. */
    final void trapAccesses() {
        openLimit = 0;
        pageLimit = 0;
        untidy = true;
    }

    /** Whether a pointer names a page that the table has room for. */
    final boolean isInTable(long pointer) {
        return pointer >>> Pointer.PAGE_ID_SHIFT < tableLimit;
    }

    final int maxPageId() {
        return (int) tableLimit - 1;
    }

    /** Accesses need not take the slow path any more. */
    final void releaseAccesses() {
        openLimit = tableLimit;
        pageLimit = tableLimit;
    }

    /** Before the outermost section with {@code FALLBACK}: sees to it that there is memory. */
    protected abstract void prepareFallback();

    /** Makes the writes that were put off, cancelling moves where it has to. In the section. */
    abstract void drainNow();

    /** Forgets the writes and copies of the section. */
    abstract void clearBuffer();

    // ---- the end ----

    /** Ends this: no section may be open. */
    protected final void closeReader() {
        strict.close();
        if (sleepable != null) {
            sleepable.close();
        }
    }

    /** After its thread has ended: drops the pins of the section that the thread did not leave. */
    protected final void abandonSection() {
        pageLimit = 0;
        pins.releaseAll(protocol);
    }

    /** The thread that may use this. */
    public final Thread thread() {
        return thread;
    }

    /** Refuses calls of other threads. */
    protected final void requireOwner() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("session of thread " + thread.getName() + " used by thread "
                + Thread.currentThread().getName() + "; a session belongs to one thread: use heap.session()"
                + " or heap.openSession()");
        }
    }
}
