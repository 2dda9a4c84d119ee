package org.pagurus.relocation;

import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The steps of another protocol, right or defective, with something before and after each. */
public class WatchedProtocol extends Protocol {
    private final Protocol watched;

    /** Over the table, the cards and the waiters of the watched one. */
    public WatchedProtocol(PageTable table, Protocol watched) {
        super(table, watched.cards(), watched.waiters());
        this.watched = watched;
    }

    /** A step that can be overridden. {@code LOOK} at an entry is called {@code MEET} after it, if the page is being copied. */
    public enum Step {
        MAP, ISOLATE, MAY_BEGIN, SEE_NO_PINS, BEGIN, COMMIT, REPLACE, WAKE, PUT_BACK, REMOVE,
        LOOK, MEET, SEE_UNCHANGED, PIN, CANCEL, HOLD, UNPIN
    }

    /** Does nothing. */
    protected void before(Step step) {
    }

    /** Does nothing. Not called after a step that throws. */
    protected void after(Step step) {
    }

    @Override
    public void map(int pageId, long entry) {
        before(Step.MAP);
        watched.map(pageId, entry);
        after(Step.MAP);
    }

    @Override
    public boolean isolate(int pageId) {
        before(Step.ISOLATE);
        boolean done = watched.isolate(pageId);
        after(Step.ISOLATE);
        return done;
    }

    @Override
    public boolean mayBegin(boolean elapsed) {
        before(Step.MAY_BEGIN);
        boolean may = watched.mayBegin(elapsed);
        after(Step.MAY_BEGIN);
        return may;
    }

    @Override
    public boolean isUnpinned(int pageId) {
        before(Step.SEE_NO_PINS);
        boolean unpinned = watched.isUnpinned(pageId);
        after(Step.SEE_NO_PINS);
        return unpinned;
    }

    @Override
    public long begin(int pageId) {
        before(Step.BEGIN);
        long migrating = watched.begin(pageId);
        after(Step.BEGIN);
        return migrating;
    }

    @Override
    public boolean commit(int pageId, long migrating, long target) {
        before(Step.COMMIT);
        boolean done = watched.commit(pageId, migrating, target);
        after(Step.COMMIT);
        return done;
    }

    @Override
    public boolean replace(int pageId, long seen, long target) {
        before(Step.REPLACE);
        boolean done = watched.replace(pageId, seen, target);
        after(Step.REPLACE);
        return done;
    }

    @Override
    public void wakeWaiters() {
        before(Step.WAKE);
        watched.wakeWaiters();
        after(Step.WAKE);
    }

    @Override
    public void putBack(int pageId) {
        before(Step.PUT_BACK);
        watched.putBack(pageId);
        after(Step.PUT_BACK);
    }

    @Override
    public boolean remove(int pageId) {
        before(Step.REMOVE);
        boolean done = watched.remove(pageId);
        after(Step.REMOVE);
        return done;
    }

    @Override
    public long entry(int pageId) {
        before(Step.LOOK);
        long entry = watched.entry(pageId);
        after(Entry.state(entry) == Entry.MIGRATING ? Step.MEET : Step.LOOK);
        return entry;
    }

    @Override
    public boolean isUnchanged(int pageId, long entry) {
        before(Step.SEE_UNCHANGED);
        boolean unchanged = watched.isUnchanged(pageId, entry);
        after(Step.SEE_UNCHANGED);
        return unchanged;
    }

    @Override
    public boolean tryPin(int pageId, long isolated) {
        before(Step.PIN);
        boolean done = watched.tryPin(pageId, isolated);
        after(Step.PIN);
        return done;
    }

    @Override
    public boolean tryCancel(int pageId, long migrating) {
        before(Step.CANCEL);
        boolean done = watched.tryCancel(pageId, migrating);
        after(Step.CANCEL);
        return done;
    }

    @Override
    public boolean hold(int pageId) {
        before(Step.HOLD);
        boolean done = watched.hold(pageId);
        after(Step.HOLD);
        return done;
    }

    @Override
    public void unpin(int pageId) {
        before(Step.UNPIN);
        watched.unpin(pageId);
        after(Step.UNPIN);
    }
}
