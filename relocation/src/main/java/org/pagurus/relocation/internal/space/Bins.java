package org.pagurus.relocation.internal.space;

import java.util.ArrayDeque;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * Pages with free slots, by kind and size class. A page that the compactor took stays listed until a session meets it: taking is
 * by CAS of the owner word, so a stale listing is skipped. Each page is listed once at most.
 */
final class Bins {
    private final Bin[] movable = bins();
    private final Bin[] unmovable = bins();

    private static Bin[] bins() {
        Bin[] bins = new Bin[SizeClasses.LAST_SLOT_CLASS + 1];
        for (int c = 0; c < bins.length; c++) {
            bins[c] = new Bin();
        }
        return bins;
    }

    /** Owner only: hands the page over to whoever needs its class. */
    void put(Page page) {
        boolean stays = page.run().isUnmovable();
        // Nobody moves such pages together: the one in use is filled up before the next one is begun.
        (stays ? unmovable : movable)[page.sizeClass()].put(page, stays);
    }

    /** A page of the class with free slots, now owned by {@code owner}, or null. */
    Page take(int sizeClass, int owner) {
        return movable[sizeClass].take(owner);
    }

    /** As {@link #take}, of the pages that never move. */
    Page takeUnmovable(int sizeClass, int owner) {
        return unmovable[sizeClass].take(owner);
    }

    /** The page is DEAD. A list that is mostly dead pages would keep what is known of them in the Java heap. */
    void died(Page page) {
        if (!SizeClasses.isLarge(page.sizeClass())) {
            (page.run().isUnmovable() ? unmovable : movable)[page.sizeClass()].died(page);
        }
    }

    /** How many pages are listed, dead ones included. */
    int listed(int sizeClass) {
        return movable[sizeClass].size();
    }

    private static final class Bin {
        private final ArrayDeque<Page> listed = new ArrayDeque<>();
        /** Of the listed ones; too many if some were met and dropped since. */
        private int dead;

        synchronized void died(Page page) {
            if (page.isListed() && ++dead > listed.size() / 2) {
                listed.removeIf(other -> other.owner() == Page.DEAD);
                dead = 0;
            }
        }

        synchronized int size() {
            return listed.size();
        }

        synchronized void put(Page page, boolean first) {
            if (!page.isListed()) {
                if (first) {
                    listed.addFirst(page);
                } else {
                    listed.addLast(page);
                }
                page.markListed(true);
            }
            page.setOwner(Page.BINNED);
        }

        synchronized Page take(int owner) {
            for (;;) {
                Page page = listed.pollFirst();
                if (page == null) {
                    return null;
                }
                page.markListed(false);
                if (page.changeOwner(Page.BINNED, owner)) {
                    return page;
                }
            }
        }
    }
}
