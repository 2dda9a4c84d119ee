package org.pagurus.relocation.internal.protocol;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * The dirty cards of the large pages that are on the move, by page id. Few are at a time, so it is a short list, looked at only
 * for an entry that is ISOLATED and of a large class.
 *
 * <p>The migrator opens the cards of a page before it isolates it: who sees ISOLATED sees the cards. It closes them when the
 * move is over; who has found them by then, or finds none, writes to a page that is not copied: its entry is PRESENT, or
 * its pin has kept {@code begin} from coming and the page was put back.
 */
public class CardTable {
    /** Pages of fewer frames move under the migration entry alone: a copy of 1 MiB takes about a tenth of a millisecond. */
    public static final int MIN_FRAMES = 17;
    /** A batch empties one region at most, where three such pages find room. */
    private static final int PLACES = 8;

    private final AtomicReferenceArray<DirtyCards> open = new AtomicReferenceArray<>(PLACES);

    /** Whether pages of a class have cards when they move. */
    public static boolean covers(int sizeClass) {
        return SizeClasses.frames(sizeClass) >= MIN_FRAMES;
    }

    /**
     * Migrator only, before it isolates the page: cards that writers mark from now on.
     *
     * @param bytes length of the page
     * @return null if too many pages have cards: this one moves without
     */
    public DirtyCards tryOpen(int pageId, long bytes) {
        for (int i = 0; i < PLACES; i++) {
            if (open.get(i) == null) {
                DirtyCards cards = create(pageId, bytes);
                open.set(i, cards);
                return cards;
            }
        }
        return null;
    }

    /** The cards of a page. Tests put defective ones here. */
    protected DirtyCards create(int pageId, long bytes) {
        return new DirtyCards(pageId, bytes);
    }

    /** Migrator only: the move of the page is over. Idempotent. */
    public final void close(DirtyCards cards) {
        for (int i = 0; i < PLACES; i++) {
            if (open.get(i) == cards) {
                open.set(i, null);
            }
        }
    }

    /** A writer that has pinned a page of a covered class: see {@link DirtyCards#mark}. */
    public final void mark(int pageId, long offset, int length) {
        for (int i = 0; i < PLACES; i++) {
            DirtyCards cards = open.get(i);
            if (cards != null && cards.pageId() == pageId) {
                cards.mark(offset, length);
                return;
            }
        }
    }

    /** Pages that have cards now. */
    public final int size() {
        int size = 0;
        for (int i = 0; i < PLACES; i++) {
            size += open.get(i) == null ? 0 : 1;
        }
        return size;
    }
}
