package org.pagurus.relocation.internal.migration;

import java.util.List;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * Pages of one class on their way into one run: either one page as it is, or several pages folded, their live slots one
 * behind the other. The pages are owned by the migrator until the move is finished.
 */
final class Move {
    /** Bytes copied between two looks at the clock. */
    private static final int PIECE_BYTES = 64 << 10;

    private final Page[] pages;
    private final Run target;
    private final boolean folding;
    private final PreCopy preCopy;
    /** What the pages have left: given up when the move is finished, because that may need the Java heap. */
    private final Run[] leftRuns;
    private int leftRunCount;
    private int next;
    private int slotsUsed;
    private int attempt;
    private long copiedBytes;

    /** @param preCopy how its one large page is copied, or null */
    Move(List<TakenPage> taken, Run target, boolean folding, PreCopy preCopy) {
        this.pages = taken.stream().map(one -> one == null ? null : one.page()).toArray(Page[]::new);
        this.target = target;
        this.folding = folding;
        this.preCopy = preCopy;
        this.leftRuns = new Run[this.pages.length];
    }

    /** The next page to try, or null at the end of the round. */
    Page current() {
        while (next < pages.length && pages[next] == null) {
            next++;
        }
        return next < pages.length ? pages[next] : null;
    }

    /** The current page moved or turned out empty: it is no longer this move's. Allocates nothing. */
    void done(int slots) {
        pages[next++] = null;
        slotsUsed += slots;
    }

    /** The current page was cancelled or is pinned: it stays for another round. */
    void skip() {
        next++;
    }

    /** Starts another round over what is left. @return false if nothing is, or {@code maxAttempts} rounds were made */
    boolean again(int maxAttempts) {
        next = 0;
        attempt++;
        return attempt < maxAttempts && current() != null;
    }

    /** A page that was not moved, and is no longer this move's; null when there is none left. */
    Page takeUnmoved() {
        next = 0;
        Page page = current();
        if (page != null) {
            pages[next] = null;
        }
        return page;
    }

    /** Notes a run that its last page has left. Allocates nothing. */
    void left(Run run) {
        leftRuns[leftRunCount++] = run;
    }

    /** The run that was noted last, or null; {@link #forgetRun} when it was given up. */
    Run lastLeftRun() {
        return leftRunCount == 0 ? null : leftRuns[leftRunCount - 1];
    }

    void forgetRun() {
        leftRuns[--leftRunCount] = null;
    }

    Run target() {
        return target;
    }

    /** Whether its pages are sealed: all are, as they are from runs of one type. */
    boolean isSealed() {
        return target.isSealed();
    }

    /**
     * Copies a piece more of a sealed page that moves as it is. What was copied stays right, also when an attempt fails.
     *
     * @return whether all is copied
     */
    boolean copyPiece(Run from) {
        long piece = Math.min(PIECE_BYTES, target.usedBytes() - copiedBytes);
        RawMemory.copy(from.address() + copiedBytes, target.address() + copiedBytes, piece);
        copiedBytes += piece;
        return copiedBytes == target.usedBytes();
    }

    boolean isFolding() {
        return folding;
    }

    /** How its one page is copied while writers go on; null if it is small or folded. */
    PreCopy preCopy() {
        return preCopy;
    }

    /** Its page has moved, or does not. Idempotent. */
    void endPreCopy() {
        if (preCopy != null) {
            preCopy.close();
        }
    }

    int slotsUsed() {
        return slotsUsed;
    }

    /** Whether so many slots more fit: a session may have allocated one more while its page was taken, or pinned a freed one. */
    boolean hasRoomFor(int slots) {
        return (long) (slotsUsed + slots) * SizeClasses.slotBytes(target.sizeClass()) <= target.usedBytes();
    }

    /** Where the next page's slots go. */
    long targetAddress() {
        return target.address() + (long) slotsUsed * SizeClasses.slotBytes(target.sizeClass());
    }
}
