package org.pagurus.relocation.internal.space;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.pagurus.allocator.internal.pages.MigrateType;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * Pages with free slots, by type and size class. A page that the compactor took stays listed until a session meets it: taking is
 * by CAS of the owner word, so a stale listing is skipped. Each page is listed once at most.
 */
final class Bins {
    private final List<AtomicReferenceArray<Bin>> byType = new ArrayList<>();
    private int sweptClass;

    Bins() {
        for (int i = 0; i < MigrateType.values().length; i++) {
            byType.add(new AtomicReferenceArray<>(SizeClasses.LAST_SLOT_CLASS + 1));
        }
    }

    private AtomicReferenceArray<Bin> of(MigrateType type) {
        return byType.get(type.ordinal());
    }

    private Bin binOf(MigrateType type, int sizeClass) {
        Bin bin = of(type).get(sizeClass);
        if (bin == null) {
            of(type).compareAndSet(sizeClass, null, new Bin());
            bin = of(type).get(sizeClass);
        }
        return bin;
    }

    /** Owner only: hands the page over to whoever needs its type and class. */
    void put(Page page) {
        MigrateType type = page.run().type();
        // What is taken anew for each object, and by all sessions, is filled up before the next page is begun.
        binOf(type, page.sizeClass()).put(page, type != MigrateType.MOVABLE);
    }

    /** A page of the type and class with free slots, now owned by {@code owner}, or null. */
    Page take(MigrateType type, int sizeClass, int owner) {
        Bin bin = of(type).get(sizeClass);
        return bin == null ? null : bin.take(owner);
    }

    /** The page is DEAD. A list that is mostly dead pages would keep what is known of them in the Java heap. */
    void died(Page page) {
        if (!SizeClasses.isLarge(page.sizeClass())) {
            binOf(page.run().type(), page.sizeClass()).died(page);
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
        for (int n = SizeClasses.LAST_SLOT_CLASS; n >= 0 && left > 0; n--) {
            sweptClass = sweptClass < SizeClasses.LAST_SLOT_CLASS ? sweptClass + 1 : 0;
            for (AtomicReferenceArray<Bin> bins : byType) {
                Bin bin = bins.get(sweptClass);
                left -= bin == null ? 0 : bin.sweep(Math.max(0, left));
            }
        }
    }

    /** Java heap bytes of the lists, estimated with 4-byte references. */
    long estimatedBytes() {
        long bytes = 0;
        for (AtomicReferenceArray<Bin> bins : byType) {
            bytes += 16 + 4L * bins.length();
            for (int c = 0; c < bins.length(); c++) {
                Bin bin = bins.get(c);
                bytes += bin == null ? 0 : Bin.OBJECT_BYTES + 4L * bin.size();
            }
        }
        return bytes;
    }

    /** How many pages are listed, dead ones included. */
    int listed(int sizeClass) {
        return binOf(MigrateType.MOVABLE, sizeClass).size();
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
