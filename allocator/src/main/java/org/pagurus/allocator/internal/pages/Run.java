package org.pagurus.allocator.internal.pages;

import java.util.Arrays;
import org.pagurus.allocator.internal.frames.FrameLayout;

/**
 * A run of frames in use: the home of one page, or of all the pages that were folded into it. Its frames are freed when the
 * last page has left. The home of a huge object is a run too: of frames' worth of memory, in a mapping of its own.
 *
 * <p>Thread-safe by its own lock, which nests inside no other.
 */
public final class Run {
    private static final int OBJECT_BYTES = 40;
    private final long address;
    private int frames;
    private final int sizeClass;
    private final MigrateType type;
    /** Bytes from the start that pages may touch; whole OS pages behind them are with the OS. */
    private long usedBytes;
    private Page[] pages;
    private int count;
    private boolean held;
    private int visit;

    /**
     * A run that has just been taken from the frames.
     *
     * @param usedBytes how much of it pages may touch
     */
    public Run(long address, int frames, int sizeClass, long usedBytes) {
        this(address, frames, sizeClass, usedBytes, MigrateType.MOVABLE);
    }

    /**
     * As {@link #Run(long, int, int, long)}.
     *
     * @param type what may be done with its pages
     */
    public Run(long address, int frames, int sizeClass, long usedBytes, MigrateType type) {
        this.type = type;
        this.address = address;
        this.frames = frames;
        this.sizeClass = sizeClass;
        this.usedBytes = usedBytes;
        this.pages = new Page[1];
    }

    /** A page has moved in. */
    public synchronized void add(Page page) {
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, count * 2);
        }
        pages[count++] = page;
    }

    /**
     * A page has left.
     *
     * @return true if it was the last: the caller frees the frames once their grace period is over
     */
    public synchronized boolean remove(Page page) {
        for (int i = 0; i < count; i++) {
            if (pages[i] == page) {
                pages[i] = pages[--count];
                pages[count] = null;
                return count == 0 && !held;
            }
        }
        throw new IllegalStateException("page=" + page.id() + " is not in run 0x" + Long.toHexString(address));
    }

    /**
     * Migrator only: keeps the run while pages move in, even if those that have come die before the last one comes.
     *
     * @param expectedPages how many at most, so that {@link #add} allocates nothing
     */
    public synchronized void hold(int expectedPages) {
        held = true;
        pages = Arrays.copyOf(pages, Math.max(pages.length, expectedPages));
    }

    /**
     * Migrator only: no more pages come.
     *
     * @return true if none lives here: the caller frees the frames
     */
    public synchronized boolean unhold() {
        held = false;
        return count == 0;
    }

    /** The pages that live here now. */
    public synchronized Page[] pages() {
        return Arrays.copyOf(pages, count);
    }

    /** How many pages live here now. */
    public synchronized int pageCount() {
        return count;
    }

    /** Whether its pages are folded. */
    public synchronized boolean isFolded() {
        return count > 0 && pages[0].isFolded();
    }

    /** Slots in use in all its pages; an estimate while sessions free. */
    public synchronized int liveSlots() {
        int live = 0;
        for (int i = 0; i < count; i++) {
            live += pages[i].liveCount();
        }
        return live;
    }

    /** Whether the compactor may take every page of this run now. */
    public synchronized boolean isMovable(long nowNanos) {
        if (isFixed()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!pages[i].isMovable(nowNanos)) {
                return false;
            }
        }
        return count > 0;
    }

    /** Compactor only: whether this visit has not met the run yet. */
    public boolean isFirstMeeting(int thisVisit) {
        boolean first = visit != thisVisit;
        visit = thisVisit;
        return first;
    }

    /**
     * The one object of a huge run got another size.
     *
     * @param newUsedBytes whole OS pages
     */
    public synchronized void resize(long newUsedBytes) {
        frames = FrameLayout.framesFor(newUsedBytes);
        usedBytes = newUsedBytes;
    }

    /**
     * Migrator only, while it holds the run: returns the end that no page uses.
     *
     * @param newUsedBytes bytes in use, at least 1
     * @return frames behind the new {@link #lengthBytes} that the caller frees
     */
    public synchronized int shrink(long newUsedBytes) {
        int newFrames = FrameLayout.framesFor(newUsedBytes);
        int unused = Math.max(0, frames - newFrames);
        frames = newFrames;
        usedBytes = Math.min(usedBytes, newUsedBytes);
        return unused;
    }

    /** What may be done with its pages. */
    public MigrateType type() {
        return type;
    }

    /** Whether its page was allocated as one that never moves. */
    public boolean isUnmovable() {
        return type == MigrateType.UNMOVABLE;
    }

    /** Whether nobody writes to its pages. */
    public boolean isSealed() {
        return type == MigrateType.SEALED;
    }

    /** An entry of one of its pages, with what it says of the type. */
    public long mark(long entry) {
        return isSealed() ? Entry.seal(entry) : entry;
    }

    /** Whether it stays where it is for all its life: unmovable, or huge. */
    public boolean isFixed() {
        return isUnmovable() || SizeClasses.isHuge(sizeClass);
    }

    public long address() {
        return address;
    }

    public synchronized int frames() {
        return frames;
    }

    public int sizeClass() {
        return sizeClass;
    }

    public synchronized long lengthBytes() {
        return (long) frames << FrameLayout.FRAME_SHIFT;
    }

    public synchronized long usedBytes() {
        return usedBytes;
    }

    /** Java heap bytes, estimated with 4-byte references. */
    public synchronized long estimatedBytes() {
        return OBJECT_BYTES + 16 + 4L * pages.length;
    }
}
