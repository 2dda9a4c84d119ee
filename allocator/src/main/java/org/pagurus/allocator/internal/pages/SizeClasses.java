package org.pagurus.allocator.internal.pages;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;
import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_LENGTH;
import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_SHIFT;

import org.pagurus.allocator.internal.frames.FrameLayout;

/**
 * Which slot a size gets. A class is a number from 0 to 255 and stands in every page-table entry.
 *
 * <pre>
 *   0            none: the class of an absent page; its limit is -1, so that every access is refused
 *   1 .. 16      8 c bytes                                     8, 16, ... 128
 *   17 .. 144    16 steps for each doubling                    136, 144, ... 256, 272, ... 32,768
 *   145 .. 176   huge objects: a mapping of their own,
 *                4 steps for each doubling                     5, 6, 7, 8, 10, ... 1,024 MiB
 *   192 .. 255   large objects: a run of (c - 191) frames      64 KiB, 128 KiB, ... 4 MiB
 * </pre>
 *
 * <p>A slot wastes at most 7 bytes up to 128 bytes, and less than 6.25 % above. A page takes the fewest frames (at most 16)
 * whose tail behind the last slot is at most 3 % of the page. Of a huge class only address space is reserved in full; memory is
 * counted for the object's own OS pages.
 */
public final class SizeClasses {
    /** Classes a page-table entry can name. */
    public static final int CLASSES = 256;
    /** The class of the largest slot. */
    public static final int LAST_SLOT_CLASS = 144;
    /** Bytes of the largest slot; larger objects get a run of their own. */
    public static final int MAX_SLOT_BYTES = 32 << 10;
    /** Bytes of the largest object that lives in a run of frames: a region. */
    public static final int MAX_RUN_BYTES = FRAMES_PER_REGION << FRAME_SHIFT;
    /** Bytes of the largest object. */
    public static final int MAX_OBJECT_BYTES = 1 << 30;

    private static final int FIRST_HUGE_CLASS = LAST_SLOT_CLASS + 1;
    private static final int LAST_HUGE_CLASS = 176;
    private static final int FIRST_LARGE_CLASS = 192;
    private static final int LINEAR_CLASSES = 16;
    private static final int LINEAR_LIMIT = 128;
    private static final int MAX_PAGE_FRAMES = 16;
    private static final int RECIPROCAL_SHIFT = 46;

    private static final int[] SLOT_BYTES = new int[CLASSES];
    private static final int[] SLOTS = new int[CLASSES];
    private static final int[] FRAMES = new int[CLASSES];
    /** Bytes of a page that belong to slots: what an access may reach. -1 where there is no page. */
    private static final int[] LIMIT = new int[CLASSES];
    /** The same for writers; -1 as well for a class with the bit of sealed pages above it. */
    private static final int[] WRITE_LIMIT = new int[2 * CLASSES];
    /**
     * {@code floor(2^46 / slotBytes) + 1}: a multiply and a shift divide exactly for every offset in a page of frames, and the
     * product stays below 2^46 * 2^16 / 8, so it never overflows. Exact needs {@code slotBytes^2 < 2^46}: a huge class has 0
     * instead, because its one slot is slot 0 for every offset.
     */
    private static final long[] RECIPROCAL = new long[CLASSES];

    static {
        java.util.Arrays.fill(LIMIT, -1);
        for (int c = 1; c <= LAST_SLOT_CLASS; c++) {
            define(c, slotBytesOf(c), framesFor(slotBytesOf(c)));
        }
        for (int frames = 1; frames <= FRAMES_PER_REGION; frames++) {
            define(FIRST_LARGE_CLASS + frames - 1, frames << FRAME_SHIFT, frames);
        }
        for (int c = FIRST_HUGE_CLASS; c <= LAST_HUGE_CLASS; c++) {
            int step = c - FIRST_HUGE_CLASS;
            SLOT_BYTES[c] = MAX_RUN_BYTES / 4 * (5 + (step & 3)) << (step >>> 2);
            SLOTS[c] = 1;
            LIMIT[c] = SLOT_BYTES[c];
        }
        java.util.Arrays.fill(WRITE_LIMIT, -1);
        System.arraycopy(LIMIT, 0, WRITE_LIMIT, 0, CLASSES);
    }

    private SizeClasses() {
    }

    private static void define(int c, int slotBytes, int frames) {
        SLOT_BYTES[c] = slotBytes;
        FRAMES[c] = frames;
        SLOTS[c] = (frames << FRAME_SHIFT) / slotBytes;
        LIMIT[c] = SLOTS[c] * slotBytes;
        RECIPROCAL[c] = (1L << RECIPROCAL_SHIFT) / slotBytes + 1;
    }

    private static int slotBytesOf(int c) {
        if (c <= LINEAR_CLASSES) {
            return c << 3;
        }
        int doubling = (c - LINEAR_CLASSES - 1) >>> 4;
        int base = LINEAR_LIMIT << doubling;
        return base + (base >>> 4) * (((c - LINEAR_CLASSES - 1) & 15) + 1);
    }

    private static int framesFor(int slotBytes) {
        for (int frames = 1; frames < MAX_PAGE_FRAMES; frames++) {
            int length = frames * FRAME_LENGTH;
            if (length % slotBytes * 100L <= 3L * length) {
                return frames;
            }
        }
        return MAX_PAGE_FRAMES;
    }

    /**
     * Refuses a size that no class has.
     *
     * @throws IllegalArgumentException naming the sizes that are allowed
     */
    public static void requireObjectSize(long size) {
        if (size <= 0 || size > MAX_OBJECT_BYTES) {
            throw new IllegalArgumentException("size=" + size + ": an object has 1 to " + MAX_OBJECT_BYTES + " bytes");
        }
    }

    /**
     * The class for a size.
     *
     * @param size 1 to {@link #MAX_OBJECT_BYTES}
     * @return the smallest class whose slot holds it
     */
    public static int classFor(int size) {
        if (size <= LINEAR_LIMIT) {
            return (size + 7) >>> 3;
        }
        if (size > MAX_RUN_BYTES) {
            return hugeClassFor(size);
        }
        if (size > MAX_SLOT_BYTES) {
            return FIRST_LARGE_CLASS + FrameLayout.framesFor(size) - 1;
        }
        int last = size - 1;
        int doubling = 31 - Integer.numberOfLeadingZeros(last) - 7;
        return LINEAR_CLASSES + 1 + (doubling << 4) + ((last >>> (doubling + 3)) & 15);
    }

    private static int hugeClassFor(int size) {
        int last = size - 1;
        int doubling = 31 - Integer.numberOfLeadingZeros(last) - FrameLayout.REGION_SHIFT;
        return FIRST_HUGE_CLASS + (doubling << 2) + (last >>> (doubling + FrameLayout.REGION_SHIFT - 2) & 3);
    }

    /**
     * The class for a size and an alignment. Slots stand one behind the other from the start of a run, folded or not, and a run
     * starts at a frame: so all slots of a class are aligned to every power of two that divides its slot size.
     *
     * @param size      1 to {@link #MAX_OBJECT_BYTES}
     * @param alignment a power of two, at most a frame
     * @return the smallest class whose slot holds it and is aligned so; the slot is at most twice the larger of the two
     */
    public static int classFor(int size, int alignment) {
        int sizeClass = classFor(size);
        while (sizeClass <= LAST_SLOT_CLASS && SLOT_BYTES[sizeClass] % alignment != 0) {
            sizeClass++;
        }
        return sizeClass <= LAST_SLOT_CLASS || size > MAX_SLOT_BYTES ? sizeClass : FIRST_LARGE_CLASS;
    }

    /** Whether a class is one of the large or huge ones: one object, one page. */
    public static boolean isLarge(int sizeClass) {
        return sizeClass > LAST_SLOT_CLASS;
    }

    /** Whether a class is one of the huge ones: its page is a mapping of its own, and has no frames. */
    public static boolean isHuge(int sizeClass) {
        return sizeClass > LAST_SLOT_CLASS && sizeClass < FIRST_LARGE_CLASS;
    }

    public static int slotBytes(int sizeClass) {
        return SLOT_BYTES[sizeClass];
    }

    public static int slots(int sizeClass) {
        return SLOTS[sizeClass];
    }

    /** Frames of a page's run; 0 for a huge class. */
    public static int frames(int sizeClass) {
        return FRAMES[sizeClass];
    }

    /** Bytes that an access to a page of this class may reach, -1 for class 0. */
    public static int limit(int sizeClass) {
        return LIMIT[sizeClass & (CLASSES - 1)];
    }

    /**
     * As {@link #limit}, for a write. -1 for sealed pages: so a write to them fails the comparison that every write makes.
     *
     * @param plainSizeClass of {@link Entry#plainSizeClass}
     */
    public static int writeLimit(int plainSizeClass) {
        return WRITE_LIMIT[plainSizeClass & (2 * CLASSES - 1)];
    }

    /** The slot of an offset; exact for {@code 0 <= offset < } the page's length. */
    public static int slotOf(int sizeClass, long offset) {
        return (int) (offset * RECIPROCAL[sizeClass] >>> RECIPROCAL_SHIFT);
    }
}
