package org.pagurus.rcu.internal.callbacks;

import org.pagurus.rcu.internal.base.PaddedLong;

/**
 * The callbacks of one queue in order of deferral, and how far each has come. They are numbered from 0.
 * <pre>
 *  unfinished     head         readyEnd             batchEnd                  tail
 *   ... |  [batch]  |  ready to run |  one grace period  |  wait for the next   |
 *          the poller's                   of cookie             one
 *
 *   unfinished &lt;= takenEnd &lt;= head &lt;= readyEnd &lt;= batchEnd &lt;= tail
 * </pre>
 * {@code takenEnd} is the end of what the poller took: it lies below {@code head} if callbacks were dropped since. Not
 * thread-safe: {@link CallbackQueue} locks, but for {@link #endOne}, which the poller calls without the lock.
 */
final class CallbackSegments {
    private final CallbackRing ring = new CallbackRing();
    /**
     * The number of the first callback of the batch that has not ended; {@code takenEnd} if all have. The poller writes it after
     * each one; release, so that who waits for a callback happens after it.
     */
    private final PaddedLong unfinished = new PaddedLong(0);
    /** The bytes of the callbacks that have ended. Written by the poller as well. */
    private final PaddedLong finishedBytes = new PaddedLong(0);
    private long takenEnd;
    private long readyEnd;
    private long batchEnd;
    private long cookie;
    private long addedBytes;
    private long abandoned;
    private long abandonedBytes;

    // ---- adding ----

    /** Makes room for one more, or throws and changes nothing. */
    void reserve() {
        ring.reserve();
    }

    /** Adds one at the tail, after {@link #reserve}. */
    void add(final Object callback, final boolean isAction, final long argument, final long bytes) {
        ring.add(callback, isAction, argument, bytes);
        addedBytes += bytes;
    }

    // ---- grace periods ----

    boolean isBatchUnderWay() {
        return batchEnd != readyEnd;
    }

    /** Whether callbacks wait that have no grace period yet, and none is under way that they would have to wait for. */
    boolean needsBatch() {
        return !isBatchUnderWay() && ring.tail() > readyEnd;
    }

    /** All callbacks behind the ready ones wait for this grace period, which was started after the last of them was added. */
    void beginBatch(final long newCookie) {
        cookie = newCookie;
        batchEnd = ring.tail();
    }

    /** Whether callbacks are ready. */
    boolean isAnyReady() {
        return ring.head() < readyEnd;
    }

    /** The grace period that is under way. */
    long cookie() {
        return cookie;
    }

    long batchEnd() {
        return batchEnd;
    }

    /** Callbacks below this number are ready. */
    void makeReady(final long end) {
        readyEnd = end;
        batchEnd = end;
    }

    /** Whether callbacks wait that are not ready. */
    boolean isAnyWaiting() {
        return ring.tail() > readyEnd;
    }

    // ---- running ----

    /** Fills the batch, which is empty, with ready callbacks below this number. */
    void take(final CallbackBatch batch, final long end) {
        unfinished.setRelease(ring.head());
        ring.move(batch, Math.min(end, readyEnd));
        takenEnd = ring.head();
    }

    /** Poller only, without the lock: the next callback of the batch has ended. */
    void endOne(final long bytes) {
        finishedBytes.addRelease(bytes);
        unfinished.addRelease(1);
    }

    /** Drops all that was not taken; returns how many. */
    long abandon() {
        final long dropped = ring.size();
        abandonedBytes += ring.clear();
        readyEnd = ring.tail();
        batchEnd = ring.tail();
        abandoned += dropped;
        return dropped;
    }

    // ---- numbers ----

    long head() {
        return ring.head();
    }

    long tail() {
        return ring.tail();
    }

    /** All callbacks below this number have ended or were dropped. It never falls. */
    long ended() {
        return running() == 0 ? ring.head() : unfinished.getAcquire();
    }

    /** How many have ended. */
    long finished() {
        return ring.head() - abandoned - running();
    }

    /** How many were dropped. */
    long abandoned() {
        return abandoned;
    }

    /** How many have neither ended nor were dropped. */
    long waiting() {
        return ring.size() + running();
    }

    /** Their bytes. */
    long waitingBytes() {
        return addedBytes - abandonedBytes - finishedBytes.getAcquire();
    }

    /** How many the poller has taken that have not ended. */
    private long running() {
        return takenEnd - unfinished.getAcquire();
    }
}
