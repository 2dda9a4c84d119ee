package org.pagurus.relocation.internal.migration;

import java.util.List;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * Pages of one class on their way into one run: either one page as it is, or several pages folded, their live slots one
 * behind the other. The pages are owned by the migrator until the move is finished.
 */
final class Move {
    private final Page[] pages;
    private final Run target;
    private final boolean folding;
    private int next;
    private int slotsUsed;
    private int attempt;

    Move(List<Page> pages, Run target, boolean folding) {
        this.pages = pages.toArray(Page[]::new);
        this.target = target;
        this.folding = folding;
    }

    /** The next page to try, or null at the end of the round. */
    Page current() {
        while (next < pages.length && pages[next] == null) {
            next++;
        }
        return next < pages.length ? pages[next] : null;
    }

    /** The current page moved or turned out empty. */
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

    boolean isFirstAttempt() {
        return attempt == 0;
    }

    Page[] pages() {
        return pages;
    }

    Run target() {
        return target;
    }

    boolean isFolding() {
        return folding;
    }

    int slotsUsed() {
        return slotsUsed;
    }

    /** Where the next page's slots go. */
    long targetAddress() {
        return target.address() + (long) slotsUsed * SizeClasses.slotBytes(target.sizeClass());
    }
}
