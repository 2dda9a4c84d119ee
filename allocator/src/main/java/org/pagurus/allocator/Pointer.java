package org.pagurus.allocator;

import java.util.Locale;

/**
 * The format of a pointer: {@code pageId << 32 | offset}. A pointer is never an address and never changes while its memory
 * moves. 0 is null; the sign bit is always 0, so that an application may use it as a tag of its own.
 *
 * <pre>
 *   63  62 ............ 32  31 ........... 0
 *   0   page id (31 bits)   offset in the page, in bytes
 * </pre>
 */
public final class Pointer {
    /** The null pointer; no allocation ever returns it. */
    public static final long NULL = 0L;
    /** Position of the page id in a pointer. */
    public static final int PAGE_ID_SHIFT = 32;
    private static final long OFFSET_MASK = 0xFFFF_FFFFL;

    private Pointer() {
    }

    /**
     * Builds a pointer.
     *
     * @param pageId 1 to 2^31 - 1
     * @param offset byte offset in the page
     * @return the pointer
     */
    public static long of(int pageId, int offset) {
        return (long) pageId << PAGE_ID_SHIFT | offset & OFFSET_MASK;
    }

    /**
     * The page of a pointer.
     *
     * @param pointer any pointer with a clear sign bit
     * @return the page id, 0 for the null pointer
     */
    public static int pageId(long pointer) {
        return (int) (pointer >>> PAGE_ID_SHIFT);
    }

    /**
     * The place of a pointer in its page.
     *
     * @param pointer any pointer
     * @return the byte offset, 0 to 2^32 - 1
     */
    public static long offset(long pointer) {
        return pointer & OFFSET_MASK;
    }

    /**
     * A pointer as messages print it.
     *
     * @param pointer any pointer
     * @return for example {@code 0x0000000700000040 (page=7 offset=64)}
     */
    public static String toString(long pointer) {
        return String.format(Locale.ROOT, "0x%016x (page=%d offset=%d)", pointer, pointer >>> PAGE_ID_SHIFT, offset(pointer));
    }
}
