package org.pagurus.relocation.internal.space;

import java.util.concurrent.atomic.AtomicBoolean;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.os.MachineMemory;
import org.pagurus.allocator.internal.pages.SizeClasses;

/** The last steps before an allocation fails, and what its exception says. */
public final class Exhaustion {
    /** A grace period ends within microseconds, unless a reader has lost its processor or misbehaves. */
    private static final long WAIT_NANOS = 1_000_000_000L;
    /** What was freed while the first slots of its page waited needs a grace period of its own. */
    private static final int ROUNDS = 2;

    private Exhaustion() {
    }

    /**
     * Takes all open pages back and collects everything that was freed so far.
     *
     * @param mayWait       whether the caller is outside a section; it then waits for grace periods, a second each at most
     * @param pollInSection polls the domain inside a section: callbacks unmap pages, and only sections hold up {@code close}
     * @return whether all of them have passed
     */
    public static boolean reclaim(Space space, boolean mayWait, Runnable pollInSection) {
        boolean elapsed = mayWait;
        for (int round = 0; round < ROUNDS; round++) {
            if (mayWait) {
                // In a section the pages would wait for the caller, and nobody could use what is free in them.
                space.revoke(session -> true);
            }
            space.collectAll();
            if (elapsed) {
                elapsed = space.domain().synchronize(WAIT_NANOS) && drain(space, pollInSection, WAIT_NANOS);
            } else {
                pollInSection.run();
            }
        }
        return elapsed;
    }

    /**
     * Waits until what was deferred before has run, by whichever thread: another poller may have lost its processor half-way.
     *
     * @param poll         polls the domain, where its callbacks may run
     * @param timeoutNanos how long at most
     * @return whether all of it has run
     */
    private static boolean drain(Space space, Runnable poll, long timeoutNanos) {
        long begin = System.nanoTime();
        // Callbacks run in the order in which they were deferred: when this one has run, all before it have.
        AtomicBoolean done = new AtomicBoolean();
        space.domain().defer(() -> done.set(true));
        do {
            poll.run();
            if (done.get()) {
                return true;
            }
            Thread.yield();
        } while (System.nanoTime() - begin < timeoutNanos);
        return false;
    }

    /** Whether an object has no room in an empty heap of this capacity: nothing is worth a wait then. */
    public static boolean neverFits(Space space, int size) {
        long roomBytes = space.frames().capacityBytes() - ((long) space.reserveFrames() << FrameLayout.FRAME_SHIFT);
        return ((long) FrameLayout.framesFor(size) << FrameLayout.FRAME_SHIFT) > roomBytes;
    }

    /** Who holds what. */
    public static OffHeapExhaustedException exception(Space space, int size, long liveBytes, boolean waited) {
        long freeBytes = (long) space.frames().freeFrames() << FrameLayout.FRAME_SHIFT;
        long waitingBytes = space.waitingFrames() << FrameLayout.FRAME_SHIFT;
        String advice;
        int sizeClass = SizeClasses.classFor(size);
        int runFrames = SizeClasses.isHuge(sizeClass) ? FrameLayout.framesFor(size) : SizeClasses.frames(sizeClass);
        if (neverFits(space, size)) {
            advice = "no heap of this capacity holds such an object";
        } else if (freeBytes >= (long) runFrames + space.reserveFrames() << FrameLayout.FRAME_SHIFT) {
            advice = MachineMemory.availableBytes() < (128L << 20) + size ? "the machine has no memory left"
                : "free frames are not contiguous, or page ids are used up";
        } else if (!waited) {
            advice = "freed memory may wait for sections to end: allocate outside a section, and end long ones";
        } else {
            advice = "free objects, compact, or build the heap with more capacity";
        }
        return new OffHeapExhaustedException(size, "no memory for size=" + size + ": capacity=" + space.frames().capacityBytes()
            + " live=" + liveBytes + " held by pages=" + space.pageFrameBytes() + " free=" + freeBytes
            + " waiting=" + waitingBytes
            + " reserved for compaction=" + ((long) space.reserveFrames() << FrameLayout.FRAME_SHIFT)
            + " pinned objects=" + space.pins().size() + "; " + advice);
    }
}
