package org.pagurus.relocation.litmus;

import org.pagurus.allocator.internal.pages.Page;

/**
 * The page of one state, mapped and nobody's, and an object in it. A state takes one when it is made and returns it when it
 * is judged.
 *
 * @param page    the page
 * @param pointer the object
 */
record Place(Page page, long pointer) {
    /** Bytes of the object that tests use. */
    static final int OBJECT_BYTES = 1 << 10;
    /** Where the last word of the object is. */
    static final int LAST = OBJECT_BYTES - Long.BYTES;
    /** Bytes of a page that are in memory: little, because jcstress may make some ten thousand states at a time. */
    static final int USED_BYTES = 8 << 10;

    int id() {
        return page.id();
    }
}
