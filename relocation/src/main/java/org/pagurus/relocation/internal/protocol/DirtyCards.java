package org.pagurus.relocation.internal.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which parts of a large page were written since they were copied, while the page is ISOLATED: a bit for each card of 4 KiB.
 *
 * <pre>
 *   writer    pin -- mark -- write ... write -- unpin
 *   copier                  take the marks -- see no pin -- copy what was taken -- take -- ... -- begin -- take -- copy -- commit
 * </pre>
 *
 * <p>A mark stands for all writes that its section makes before it unpins: through an address, they come at any time until then.
 * So a card that was taken may be copied, and forgotten, only if afterwards the page is seen without pins ({@link
 * Protocol#isUnpinned}). Of a writer, the copier then knows one of two things:
 * <ul>
 * <li>Its mark was taken. The pin came before the mark, and the page has been seen without it: so its writes happened before
 *     the unpin, which happened before the copy.
 * <li>Its mark was not taken: it is still here, whatever the copy has seen of the write, and the next take finds it. The last
 *     one comes after {@code begin}, which needs pins 0 as well, and no writer comes after that without a cancel.
 * </ul>
 *
 * <p>A writer that finds its bit set does not set it again. It has pinned by a CAS and read the bit, volatile; the copier has
 * taken the bit by an atomic update and, after a full fence, looked at the pins. In the one order of these four either the copier
 * sees the pin, or the writer sees the bit taken.
 *
 * <p>Not final, so that tests can seed a defect in a step and see it caught.
 */
public class DirtyCards {
    /** Bytes of a card: 1 &lt;&lt; 12. A smaller one would be finer than most writes, a larger one copied in vain. */
    public static final int CARD_SHIFT = 12;
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final int pageId;
    private final int count;
    private final long[] words;

    /**
     * No card is dirty.
     *
     * @param bytes length of the page, in whole or not
     */
    public DirtyCards(int pageId, long bytes) {
        this.pageId = pageId;
        this.count = (int) ((bytes + (1 << CARD_SHIFT) - 1) >>> CARD_SHIFT);
        this.words = new long[(count + Long.SIZE - 1) / Long.SIZE];
    }

    public final int pageId() {
        return pageId;
    }

    /** How many cards the page has. */
    public final int count() {
        return count;
    }

    /** A bitmap of all cards, for {@link #takeInto}. */
    public final long[] all() {
        long[] all = new long[words.length];
        for (int card = 0; card < count; card++) {
            all[card >>> 6] |= 1L << card;
        }
        return all;
    }

    /** A writer that has pinned the page: its section writes in this range, at any time until it unpins. Allocates nothing. */
    public void mark(long offset, int length) {
        // What a slot class allows behind the end of the object is neither copied nor marked.
        int last = (int) Math.min(count - 1, (offset + length - 1) >> CARD_SHIFT);
        for (int card = (int) (offset >>> CARD_SHIFT); card <= last; card = (card | Long.SIZE - 1) + 1) {
            int w = card >>> 6;
            int end = Math.min(last, card | Long.SIZE - 1);
            long bits = -1L << card & -1L >>> (Long.SIZE - 1 - (end & Long.SIZE - 1));
            if (((long) WORDS.getVolatile(words, w) & bits) != bits) {
                WORDS.getAndBitwiseOr(words, w, bits);
            }
        }
    }

    /** The copier: moves the marks into a bitmap. The fence orders the take before the look at the pins that follows. */
    public void takeInto(long[] taken) {
        for (int w = 0; w < words.length; w++) {
            if ((long) WORDS.getVolatile(words, w) != 0) {
                taken[w] |= (long) WORDS.getAndSet(words, w, 0L);
            }
        }
        VarHandle.fullFence();
    }
}
