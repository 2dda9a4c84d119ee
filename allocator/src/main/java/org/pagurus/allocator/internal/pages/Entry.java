package org.pagurus.allocator.internal.pages;

/**
 * The word of the page table, as pure functions: what it holds, and every transition it may make. No state, no memory access.
 *
 * <pre>
 *   63       62 .. 61  60      59 .. 40   39 .. 32     31 ........................ 0
 *   0        reach                        size class   frame number (address &gt;&gt;&gt; 16)
 *   1        state     folded  pins       size class   frame number, or the version of its slots if folded
 *
 *   Plain, with bit 63 clear, is an entry that is PRESENT, not folded and without pins; it has room for its reach: one more
 *   than the bytes that an access to the page may touch, and at most 8 MiB - 1, behind which huge objects go on. As a signed
 *   number, bits 63..40 of any other entry are negative. So one compare tells an accessor that an entry is plain and that the
 *   access ends within its reach. The word 0 is ABSENT: reach 0 refuses even the empty access.
 * </pre>
 *
 * <pre>
 *   isolate   PRESENT(f,0)  -&gt; ISOLATED(f,0)     migrator
 *   pin       ISOLATED(f,n) -&gt; ISOLATED(f,n+1)   accessor, kept until its section ends
 *   hold      X(f,n)        -&gt; X(f,n+1)          pin beyond a section, until its unpin; X is PRESENT or ISOLATED
 *   unpin     X(f,n)        -&gt; X(f,n-1)          accessor, at exit; X is PRESENT or ISOLATED
 *   begin     ISOLATED(f,0) -&gt; MIGRATING(f)      migrator, after a grace period that started after isolate
 *   commit    MIGRATING(f)  -&gt; PRESENT(f',0)     migrator; also ISOLATED -&gt; nothing: a cancelled page cannot commit
 *   cancel    MIGRATING(f)  -&gt; ISOLATED(f,1)     accessor that will not wait; the pin is its own
 *   put back  ISOLATED(f,n) -&gt; PRESENT(f,n)      migrator gives up
 *   remove    PRESENT(f,0)  -&gt; ABSENT            owner of a page whose last slot is free
 * </pre>
 *
 * <p>An illegal transition throws {@link IllegalStateException}: it is a defect of Pagurus, never of the application.
 */
public final class Entry {
    /** The entry of a page id that is not in use. */
    public static final long ABSENT = 0L;
    /** State: mapped. */
    public static final int PRESENT = 0;
    /** State: announced to move; writers pin. */
    public static final int ISOLATED = 1;
    /** State: the migration entry; lasts one bounded copy. */
    public static final int MIGRATING = 2;
    /** The most pins an entry counts: one for each section that holds the page, and one for each object pinned for long. */
    public static final int MAX_PINS = (1 << 20) - 1;

    private static final long SPECIAL = 1L << 63;
    private static final int STATE_SHIFT = 61;
    private static final long STATE_MASK = 3L << STATE_SHIFT;
    private static final long FOLDED = 1L << 60;
    private static final int PINS_SHIFT = 40;
    private static final long PINS_MASK = (long) MAX_PINS << PINS_SHIFT;
    private static final long ONE_PIN = 1L << PINS_SHIFT;
    private static final int CLASS_SHIFT = 32;
    private static final int CLASS_MASK = 0xFF;
    private static final long WHERE_MASK = 0xFFFF_FFFFL;
    private static final int ADDRESS_SHIFT = 16;
    private static final int REACH_SHIFT = 40;
    private static final long MAX_REACH = (1L << 63 - REACH_SHIFT) - 1;
    private static final long PLACE_MASK = (1L << REACH_SHIFT) - 1;

    private Entry() {
    }

    /** A plain entry: PRESENT, not folded, no pins. */
    public static long present(int sizeClass, long address) {
        if (address <= 0 || address >>> 48 != 0 || (address & 0xFFFF) != 0) {
            throw new IllegalStateException("not a frame address: 0x" + Long.toHexString(address));
        }
        return plain(word(sizeClass, address >>> ADDRESS_SHIFT));
    }

    /** The entry of a folded page without pins. */
    public static long folded(int sizeClass, int foldVersion) {
        if (foldVersion <= 0) {
            throw new IllegalStateException("not a version of folded slots: " + foldVersion);
        }
        return SPECIAL | FOLDED | word(sizeClass, foldVersion);
    }

    private static long word(int sizeClass, long where) {
        if (sizeClass <= 0 || sizeClass > CLASS_MASK) {
            throw new IllegalStateException("not a size class: " + sizeClass);
        }
        return (long) sizeClass << CLASS_SHIFT | where;
    }

    /** Class and place, with the reach of the class. */
    private static long plain(long word) {
        return Math.min(SizeClasses.limit(sizeClass(word)) + 1, MAX_REACH) << REACH_SHIFT | word;
    }

    /** Whether accessors may use {@link #address} at once. ABSENT is caught by its reach. */
    public static boolean isPlain(long entry) {
        return entry >= 0;
    }

    /** An access to a plain entry has to end below this, in bytes from the start of the page; negative if not plain. */
    public static long reach(long entry) {
        return entry >> REACH_SHIFT;
    }

    /** The state: {@link #PRESENT}, {@link #ISOLATED} or {@link #MIGRATING}; PRESENT for ABSENT too, see {@link #isAbsent}. */
    public static int state(long entry) {
        return isPlain(entry) ? PRESENT : (int) ((entry & STATE_MASK) >>> STATE_SHIFT);
    }

    public static boolean isAbsent(long entry) {
        return entry == ABSENT;
    }

    public static boolean isFolded(long entry) {
        return !isPlain(entry) && (entry & FOLDED) != 0;
    }

    public static int pins(long entry) {
        return isPlain(entry) ? 0 : (int) ((entry & PINS_MASK) >>> PINS_SHIFT);
    }

    public static int sizeClass(long entry) {
        return (int) (entry >>> CLASS_SHIFT) & CLASS_MASK;
    }

    /** The address of the run; meaningless if folded. */
    public static long address(long entry) {
        return (entry & WHERE_MASK) << ADDRESS_SHIFT;
    }

    /** The version of the slots of a folded entry. */
    public static int foldVersion(long entry) {
        return (int) (entry & WHERE_MASK);
    }

    /** The entry after {@code isolate}. */
    public static long isolate(long entry) {
        require(!isAbsent(entry) && state(entry) == PRESENT && pins(entry) == 0, "isolate", entry);
        return with(entry, ISOLATED);
    }

    /** The entry after {@code pin}. */
    public static long pin(long entry) {
        require(state(entry) == ISOLATED && pins(entry) < MAX_PINS, "pin", entry);
        return entry + ONE_PIN;
    }

    /** The entry after {@code hold}. PRESENT with a pin is not plain, and cannot be isolated. */
    public static long hold(long entry) {
        require(!isAbsent(entry) && state(entry) < MIGRATING && pins(entry) < MAX_PINS, "hold", entry);
        return with(special(entry) + ONE_PIN, state(entry));
    }

    /** The entry after {@code unpin}; the last unpin of a PRESENT, unfolded entry makes it plain again. */
    public static long unpin(long entry) {
        require(state(entry) < MIGRATING && pins(entry) > 0, "unpin", entry);
        return with(entry - ONE_PIN, state(entry));
    }

    /** The entry after {@code begin}: the migration entry. */
    public static long begin(long entry) {
        require(state(entry) == ISOLATED && pins(entry) == 0, "begin", entry);
        return with(entry, MIGRATING);
    }

    /** The entry after {@code commit} to {@code target}, which {@link #present} or {@link #folded} made. */
    public static long commit(long entry, long target) {
        require(state(entry) == MIGRATING && pins(entry) == 0, "commit", entry);
        require(!isAbsent(target) && state(target) == PRESENT && pins(target) == 0 && sizeClass(target) == sizeClass(entry),
            "commit to", target);
        return target;
    }

    /** The entry after {@code cancel}: the canceller holds the one pin. */
    public static long cancel(long entry) {
        require(state(entry) == MIGRATING && pins(entry) == 0, "cancel", entry);
        return with(entry + ONE_PIN, ISOLATED);
    }

    /** The entry after {@code put back}; pins stay. */
    public static long putBack(long entry) {
        require(state(entry) == ISOLATED, "put back", entry);
        return with(entry, PRESENT);
    }

    /** The entry after {@code remove}. */
    public static long remove(long entry) {
        require(!isAbsent(entry) && state(entry) == PRESENT && pins(entry) == 0, "remove", entry);
        return ABSENT;
    }

    private static long with(long entry, int state) {
        long word = special(entry) & ~STATE_MASK | (long) state << STATE_SHIFT;
        return (word & (STATE_MASK | FOLDED | PINS_MASK)) == 0 ? plain(word & PLACE_MASK) : word;
    }

    /** State, pins and place of an entry as those that are not plain have them. */
    private static long special(long entry) {
        return isPlain(entry) ? entry & PLACE_MASK | SPECIAL : entry;
    }

    private static void require(boolean legal, String transition, long entry) {
        if (!legal) {
            throw new IllegalStateException("illegal transition: " + transition + " from " + toString(entry));
        }
    }

    /** An entry as messages print it. */
    public static String toString(long entry) {
        if (isAbsent(entry)) {
            return "ABSENT";
        }
        String name = switch (state(entry)) {
            case PRESENT -> "PRESENT";
            case ISOLATED -> "ISOLATED";
            case MIGRATING -> "MIGRATING";
            default -> "INVALID";
        };
        return name + "(class=" + sizeClass(entry) + (isFolded(entry) ? " version=" + foldVersion(entry)
            : " address=0x" + Long.toHexString(address(entry))) + " pins=" + pins(entry) + ")";
    }
}
