package org.pagurus.relocation.internal.protocol;

import java.lang.invoke.VarHandle;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;

/**
 * The transitions that migrator and accessors make on the entries of one page table. Each is one CAS of one word, which on
 * success is a full fence; {@link Entry} refuses the illegal ones. Not final, so that tests can seed a defect in a step and
 * see it caught.
 */
public class Protocol {
    private final PageTable table;
    private final CardTable cards;
    private final MoveWaiters waiters;

    /** The protocol over a table. */
    public Protocol(PageTable table) {
        this(table, new CardTable());
    }

    /** The protocol over a table, with the dirty cards of its large pages. */
    public Protocol(PageTable table, CardTable cards) {
        this(table, cards, new MoveWaiters(table));
    }

    /** The protocol over a table, with cards and waiters that another one may share. */
    protected Protocol(PageTable table, CardTable cards, MoveWaiters waiters) {
        this.table = table;
        this.cards = cards;
        this.waiters = waiters;
    }

    /** The dirty cards of large pages on the move. */
    public final CardTable cards() {
        return cards;
    }

    // ---- owner of a page, and migrator ----

    /** Maps a page that is new, under an id that was ABSENT. */
    public void map(int pageId, long entry) {
        table.publish(pageId, entry);
    }

    /**
     * Announces a move. The caller owns the page and starts the grace period afterwards.
     *
     * @return false if a section still holds a pin from an earlier move
     */
    public boolean isolate(int pageId) {
        for (;;) {
            long entry = table.entryAcquire(pageId);
            if (Entry.pins(entry) != 0) {
                return false;
            }
            if (table.compareAndSet(pageId, entry, Entry.isolate(entry))) {
                return true;
            }
        }
    }

    /**
     * Whether the grace period that started after {@code isolate} is over, so that {@code begin} is allowed.
     *
     * @param elapsed what the domain says
     */
    public boolean mayBegin(boolean elapsed) {
        return elapsed;
    }

    /** Whether a page is ISOLATED still: not when an accessor has put it back. */
    public final boolean isIsolated(int pageId) {
        return Entry.state(table.entryAcquire(pageId)) == Entry.ISOLATED;
    }

    /**
     * Whether a page is ISOLATED and nobody has pinned it. Acquire: what was written under a pin that is gone happened before.
     * For a moment only: {@code begin} looks again.
     */
    public boolean isUnpinned(int pageId) {
        long entry = table.entryAcquire(pageId);
        return Entry.state(entry) == Entry.ISOLATED && Entry.pins(entry) == 0;
    }

    /**
     * Makes the migration entry. Only after {@link #mayBegin}.
     *
     * @return the migration entry, which {@link #commit} expects; or 0 if the page is pinned or no longer isolated
     */
    public long begin(int pageId) {
        for (;;) {
            long entry = table.entryAcquire(pageId);
            if (Entry.state(entry) != Entry.ISOLATED || Entry.pins(entry) != 0) {
                return 0;
            }
            long migrating = Entry.begin(entry);
            if (table.compareAndSet(pageId, entry, migrating)) {
                return migrating;
            }
        }
    }

    /**
     * Ends the move. The CAS releases the copied bytes to every accessor that acquires the new entry.
     *
     * @return false if an accessor cancelled: nobody has seen the target
     */
    public boolean commit(int pageId, long migrating, long target) {
        return table.compareAndSet(pageId, migrating, Entry.commit(migrating, target));
    }

    /**
     * Undoes {@link #begin} after an error of the copy: the page stays ISOLATED, and nobody is left to wait. An accessor may have
     * cancelled before.
     */
    public final void abort(int pageId, long migrating) {
        if (table.compareAndSet(pageId, migrating, Entry.cancel(migrating))) {
            unpin(pageId);
        }
        wakeWaiters();
    }

    /**
     * Moves a sealed page, whose contents the caller has copied. No isolate, no grace period and no migration entry come before:
     *
     * <p>I2 holds because no write reaches the page at any time: writers are refused by its entry. Its allocated slots were
     * written before the caller took the page from whoever allocated in it, and none is allocated while the caller has it (I6).
     * So old frame and target hold the same bytes at any moment after the copy, whichever of them a reader finds. I1 has nothing
     * to say: there is no state in which anybody could wait.
     *
     * <p>A pin that was taken since {@code seen} makes the CAS fail, and its address stays good. One that came and went left the
     * same entry, and the same bytes. The CAS releases the copied bytes to whoever acquires the new entry. Readers in either mode
     * may be in the old frame and hold nothing: so it waits for a grace period that starts after this CAS (I3), in EXCLUSIVE too.
     *
     * @param seen   the entry before the copy, without pins
     * @param target the sealed entry of the copy
     * @return false if an object of the page was pinned meanwhile: nobody has seen the target
     */
    public boolean replace(int pageId, long seen, long target) {
        return table.compareAndSet(pageId, seen, Entry.replace(seen, target));
    }

    /**
     * After the end of a copy, committed or cancelled: those that wait for it look again. A canceller leaves this to the
     * migrator, whose copy ends soon.
     */
    public void wakeWaiters() {
        waiters.wakeAll();
    }

    /** Gives up a move; pins stay with their sections. An accessor may have done it already. */
    public void putBack(int pageId) {
        for (;;) {
            long entry = table.entryAcquire(pageId);
            if (Entry.state(entry) != Entry.ISOLATED || table.compareAndSet(pageId, entry, Entry.putBack(entry))) {
                return;
            }
        }
    }

    /**
     * Unmaps a page whose last slot is free.
     *
     * @return false if a section holds a pin
     */
    public boolean remove(int pageId) {
        for (;;) {
            long entry = table.entryAcquire(pageId);
            if (Entry.pins(entry) != 0) {
                return false;
            }
            if (table.compareAndSet(pageId, entry, Entry.remove(entry))) {
                return true;
            }
        }
    }

    // ---- accessors ----

    /** Who waits for the end of a copy. */
    public final MoveWaiters waiters() {
        return waiters;
    }

    /** The entry of a page now. */
    public long entry(int pageId) {
        return table.entryAcquire(pageId);
    }

    /**
     * Whether an entry is what it was before the caller copied bytes of the page. The loads of the copy come first.
     */
    public boolean isUnchanged(int pageId, long entry) {
        VarHandle.acquireFence();
        return table.entryAcquire(pageId) == entry;
    }

    /**
     * One try to pin an isolated page.
     *
     * @return whether the pin is held
     */
    public boolean tryPin(int pageId, long isolated) {
        return table.compareAndSet(pageId, isolated, Entry.pin(isolated));
    }

    /**
     * One try to undo a move whose copy is running.
     *
     * @return whether this accessor cancelled it, and so holds a pin
     */
    public boolean tryCancel(int pageId, long migrating) {
        return table.compareAndSet(pageId, migrating, Entry.cancel(migrating));
    }

    /**
     * Pins a page in whatever state it is, beyond the section of the caller. A copy that is running is cancelled.
     *
     * @return false if the page is not mapped
     */
    public boolean hold(int pageId) {
        for (;;) {
            long entry = table.entryAcquire(pageId);
            if (Entry.isAbsent(entry)) {
                return false;
            }
            // A cancel leaves the canceller's pin: it is this one.
            long held = Entry.state(entry) == Entry.MIGRATING ? Entry.cancel(entry) : Entry.hold(entry);
            if (table.compareAndSet(pageId, entry, held)) {
                return true;
            }
        }
    }

    /** Drops a pin, at the end of the section that took it. */
    public void unpin(int pageId) {
        for (;;) {
            long entry = table.entryAcquire(pageId);
            if (table.compareAndSet(pageId, entry, Entry.unpin(entry))) {
                return;
            }
        }
    }
}
