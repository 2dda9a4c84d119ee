package org.pagurus.relocation.internal.space;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.pagurus.allocator.internal.pages.Page;

/**
 * Pages that one session owned when it added them, newest last. Those that were taken away since are dropped little by little, as
 * they would keep what is known of dead pages in the Java heap.
 */
final class PageList {
    private static final int INITIAL_LENGTH = 8;
    private static final int OBJECT_BYTES = 32;
    /** More than one, so that the list does not grow while as many pages are taken away as are added. */
    private static final int LOOKS_FOR_EACH = 2;
    private final int owner;
    private Page[] pages = new Page[INITIAL_LENGTH];
    private int size;
    private int nextLook;

    PageList(int owner) {
        this.owner = owner;
    }

    void add(Page page) {
        sweep(LOOKS_FOR_EACH);
        if (size == pages.length) {
            dropOthers();
            if (size > pages.length / 2) {
                pages = Arrays.copyOf(pages, pages.length + (pages.length >> 1));
            }
        }
        pages[size++] = page;
    }

    /** Looks at so many pages, round and round, and drops those that are another's. */
    void sweep(int looks) {
        for (int i = Math.min(looks, size); i > 0 && size > 0; i--) {
            nextLook = nextLook + 1 < size ? nextLook + 1 : 0;
            if (pages[nextLook].owner() != owner) {
                pages[nextLook] = pages[--size];
                pages[size] = null;
            }
        }
        if (size < pages.length / 4 && pages.length > INITIAL_LENGTH) {
            pages = Arrays.copyOf(pages, pages.length / 2);
        }
    }

    /** A page that was taken away and taken anew is here twice: one of the two is enough. */
    private void dropOthers() {
        Set<Page> seen = new HashSet<>();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (pages[i].owner() == owner && seen.add(pages[i])) {
                pages[kept++] = pages[i];
            }
        }
        Arrays.fill(pages, kept, size, null);
        size = kept;
    }

    /** Removes the newest page that is still owned, or returns null. */
    Page pollOwned() {
        while (size > 0) {
            Page page = pages[--size];
            pages[size] = null;
            if (page.owner() == owner) {
                return page;
            }
        }
        return null;
    }

    /** Java heap bytes, estimated with 4-byte references. */
    long estimatedBytes() {
        return OBJECT_BYTES + 4L * pages.length;
    }
}
