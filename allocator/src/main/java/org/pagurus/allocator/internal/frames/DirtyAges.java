package org.pagurus.allocator.internal.frames;

/**
 * How long frames have been dirty, that is free and still in memory: in halves of the decay time, two bits for each frame. A
 * sweep over the regions makes every dirty frame one half older; what was old before has been dirty for the whole decay time.
 * Frames that are taken become young again one by one, so those beside them go on ageing.
 *
 * <pre>
 *   young  -sweep-&gt;  one half  -sweep-&gt;  old  -sweep-&gt;  given back: 2 to 3 halves after it became dirty
 * </pre>
 */
final class DirtyAges {
    private final long[] half;
    private final long[] old;
    private int nextRegion;
    private boolean sweeping;
    private long endedNanos = System.nanoTime();

    DirtyAges(int regions) {
        half = new long[regions];
        old = new long[regions];
    }

    /** Under the lock of the frames: these are taken. */
    void forget(int region, long mask) {
        half[region] &= ~mask;
        old[region] &= ~mask;
    }

    /** Under the lock of the frames: makes the dirty frames of a region older. @return those that were old before */
    long age(int region, long dirty) {
        long due = old[region] & dirty;
        old[region] = half[region] & dirty & ~due;
        half[region] = dirty & ~due;
        return due;
    }

    /** For the releasing thread: whether a sweep is under way, or half the decay time has passed since the last one ended. */
    boolean isSweeping(long nowNanos, long decayNanos) {
        sweeping |= nowNanos - endedNanos >= (decayNanos + 1) / 2;
        return sweeping;
    }

    /** For the releasing thread: the next region of the sweep, or -1 behind the last. */
    int next(int lastRegion) {
        return nextRegion <= lastRegion ? nextRegion++ : -1;
    }

    /** For the releasing thread. Each region meets the sweeps at least half a decay apart: they do not overlap. */
    void endSweep(long nowNanos) {
        nextRegion = 0;
        sweeping = false;
        endedNanos = nowNanos;
    }
}
