package org.pagurus.relocation.internal.space;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * Pages with free slots, by kind and size class. A page that the compactor took stays listed until a session meets it: taking is
 * by CAS of the owner word, so a stale listing is skipped. Each page is listed once at most.
 */
final class Bins {
    private final AtomicReferenceArray<Bin> movable = new AtomicReferenceArray<>(SizeClasses.LAST_SLOT_CLASS + 1);
    private final AtomicReferenceArray<Bin> unmovable = new AtomicReferenceArray<>(SizeClasses.LAST_SLOT_CLASS + 1);
    private int sweptClass;

    private static Bin binOf(AtomicReferenceArray<Bin> bins, int sizeClass) {
        Bin bin = bins.get(sizeClass);
        if (bin == null) {
            bins.compareAndSet(sizeClass, null, new Bin());
            bin = bins.get(sizeClass);
        }
        return bin;
    }

    /** Owner only: hands the page over to whoever needs its class. */
    void put(Page page) {
        boolean stays = page.run().isUnmovable();
        // Nobody moves such pages together: the one in use is filled up before the next one is begun.
        binOf(stays ? unmovable : movable, page.sizeClass()).put(page, stays);
    }

    /** A page of the class with free slots, now owned by {@code owner}, or null. */
    Page take(int sizeClass, int owner) {
        return take(movable.get(sizeClass), owner);
    }

    private static Page take(Bin bin, int owner) {
        return bin == null ? null : bin.take(owner);
    }

    /** As {@link #take}, of the pages that never move. */
    Page takeUnmovable(int sizeClass, int owner) {
        return take(unmovable.get(sizeClass), owner);
    }

    /** The page is DEAD. A list that is mostly dead pages would keep what is known of them in the Java heap. */
    void died(Page page) {
        if (!SizeClasses.isLarge(page.sizeClass())) {
            binOf(page.run().isUnmovable() ? unmovable : movable, page.sizeClass()).died(page);
        }
    }

    /**
     * Drops pages that are listed but have no free slots to take any more, or are another's; class by class, from call to call.
     * One thread at a time.
     *
     * @param looks about how many pages are looked at
     */
    void sweep(int looks) {
        int left = looks;
        for (int n = movable.length(); n > 0 && left > 0; n--) {
            sweptClass = sweptClass + 1 < movable.length() ? sweptClass + 1 : 0;
            Bin bin = movable.get(sweptClass);
            left -= bin == null ? 0 : bin.sweep(left);
            bin = unmovable.get(sweptClass);
            left -= bin == null ? 0 : bin.sweep(Math.max(0, left));
        }
    }

    /** Java heap bytes of the lists, estimated with 4-byte references. */
    long estimatedBytes() {
        long bytes = 2L * (16 + 4L * movable.length());
        for (int c = 0; c < movable.length(); c++) {
            bytes += bytesOf(movable.get(c)) + bytesOf(unmovable.get(c));
        }
        return bytes;
    }

    private static long bytesOf(Bin bin) {
        return bin == null ? 0 : Bin.OBJECT_BYTES + 4L * bin.size();
    }

    /** How many pages are listed, dead ones included. */
    int listed(int sizeClass) {
        return binOf(movable, sizeClass).size();
    }

    private static final class Bin {
        /** With its list and the list's array of 16. */
        private static final int OBJECT_BYTES = 24 + 24 + 16 + 4 * 17;
        private ArrayDeque<Page> listed = new ArrayDeque<>();
        /** Of the listed ones; too many if some were met and dropped since. */
        private int dead;
        /** Pages that the list's array has been grown for, as far as sweeps have seen. */
        private int roomFor;

        synchronized void died(Page page) {
            if (page.isListed() && ++dead > listed.size() / 2) {
                listed.removeIf(other -> other.owner() == Page.DEAD);
                dead = 0;
            }
        }

        synchronized int sweep(int looks) {
            int looked = Math.min(looks, listed.size());
            for (int i = looked; i > 0; i--) {
                Page page = listed.pollFirst();
                if (page.owner() == Page.BINNED) {
                    listed.addLast(page);
                } else {
                    page.markListed(false);
                }
            }
            if (listed.size() < roomFor / 4) {
                listed = new ArrayDeque<>(listed);
                roomFor = listed.size();
            }
            roomFor = Math.max(roomFor, listed.size());
            dead = Math.min(dead, listed.size());
            return looked;
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
