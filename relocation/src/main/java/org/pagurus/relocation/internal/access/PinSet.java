package org.pagurus.relocation.internal.access;

import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * The pages that the running section has pinned: preallocated, owner only. A page is in it once and unpinned once, at the
 * outermost exit. When it is full, the section puts pages back instead of pinning them.
 */
final class PinSet {
    static final int CAPACITY = 32;
    private final int[] pages = new int[CAPACITY];
    private int size;

    boolean contains(int pageId) {
        for (int i = 0; i < size; i++) {
            if (pages[i] == pageId) {
                return true;
            }
        }
        return false;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int pageId) {
        pages[size++] = pageId;
    }

    void releaseAll(Protocol protocol) {
        while (size > 0) {
            protocol.unpin(pages[--size]);
        }
    }
}
