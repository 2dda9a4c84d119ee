package org.pagurus.relocation.internal.space;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.pagurus.allocator.internal.pages.Page;

/** Pages that one session owned when it added them, newest last. Those that were taken away are dropped when room is needed. */
final class PageList {
    private static final int INITIAL_LENGTH = 8;
    private static final int OBJECT_BYTES = 24;
    private final int owner;
    private Page[] pages = new Page[INITIAL_LENGTH];
    private int size;

    PageList(int owner) {
        this.owner = owner;
    }

    void add(Page page) {
        if (size == pages.length) {
            dropOthers();
            if (size > pages.length / 2) {
                pages = Arrays.copyOf(pages, pages.length * 2);
            }
        }
        pages[size++] = page;
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
