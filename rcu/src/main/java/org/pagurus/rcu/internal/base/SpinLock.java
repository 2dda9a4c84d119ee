package org.pagurus.rcu.internal.base;

/**
 * A lock for a few instructions: taking it is one compare-and-set, giving it back one release store. A monitor needs two atomic
 * operations, which would be half the price of a deferred callback. A thread that finds it taken waits as {@link Backoff} does,
 * so a holder that lost its processor gets it back. Not reentrant; nothing that waits may be called while it is held.
 * <p>
 * A {@code StackOverflowError} while it is held can keep it from being given back, as it can any lock that is not the JVM's own:
 * only the JDK's classes may reserve stack for the way out.
 */
public final class SpinLock {
    private static final long FREE = 0;
    private static final long TAKEN = 1;

    private final PaddedLong state = new PaddedLong(FREE);

    public void lock() {
        // The compare-and-set acquires: it pairs with the release store of the holder before, whose stores are seen from here on.
        if (!state.compareAndSetVolatile(FREE, TAKEN)) {
            lockSlowly();
        }
    }

    public void unlock() {
        state.setRelease(FREE);
    }

    private void lockSlowly() {
        final Backoff backoff = Backoff.parking();
        do {
            backoff.pause(Long.MAX_VALUE);
        } while (state.getOpaque() != FREE || !state.compareAndSetVolatile(FREE, TAKEN));
        backoff.restoreInterrupt();
    }
}
