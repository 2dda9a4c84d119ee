package org.pagurus.relocation.internal.space;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.relocation.internal.protocol.CardTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Objects that are pinned beyond sections, by pointer, and how often. Any thread.
 *
 * <pre>
 *   not pinned --pin--&gt; 1 --pin--&gt; 2 --unpin--&gt; 1 --unpin--&gt; not pinned        a page is held once for each object
 *                        \--keep--&gt; 1, freed --unpin--&gt; not pinned, retired
 * </pre>
 *
 * <p>While an object is pinned its page's entry carries a pin, so {@code isolate}, {@code begin} and {@code remove} refuse it;
 * its slot is kept from being collected. Each step runs inside {@code compute} of the object's key: steps of one object do not
 * overlap.
 *
 * <p>Why a collect sees every pin that counts: whoever pins found the pointer in a section that began before the object was
 * freed, and that section is still open. The collect comes after a grace period that started after the free, so it waits for
 * that section, and what the section wrote here happens before the collect's look. A pin by a freed pointer that was not
 * found in such a section is the application's error, as any other use of it.
 */
public final class PinTable {
    private static final Pin FIRST = new Pin(1, false);

    private final Protocol protocol;
    private final ConcurrentHashMap<Long, Pin> pins = new ConcurrentHashMap<>();

    /** Pins of the pages of a protocol's table. */
    public PinTable(Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * A pinned object.
     *
     * @param count how often, at least 1
     * @param freed whether it was freed, and its slot waits for the last unpin
     */
    public record Pin(int count, boolean freed) {
    }

    /**
     * Pins an object once more. In a section, which keeps the page from being removed until the pin is there.
     *
     * @param pointer the start of an object of the page
     */
    public void pin(long pointer, Page page) {
        pins.compute(pointer, (key, pin) -> {
            if (pin != null) {
                return new Pin(Math.incrementExact(pin.count), pin.freed);
            }
            if (!protocol.hold(page.id())) {
                throw new PointerException(pointer, "its page is not allocated: freed earlier");
            }
            if (CardTable.covers(page.sizeClass())) {
                // Whoever has the address writes at any time until the unpin. Further pins need no marks of their own: while
                // there is a pin, no card that was taken is forgotten.
                protocol.cards().mark(page.id(), 0, page.slotBytes());
            }
            page.pinned(1);
            return FIRST;
        });
    }

    /**
     * Undoes one pin. The address is void if it was the last. What was freed meanwhile is retired before the page is let go: so
     * its slots are not exchanged by a fold in between, and no section is needed for that.
     *
     * @return about how many slots of the page are retired now, if the object was freed meanwhile; else 0
     * @throws PointerException if the object is not pinned
     */
    public int unpin(long pointer, Page page) {
        int[] retired = new int[1];
        pins.compute(pointer, (key, pin) -> {
            if (pin == null) {
                throw new PointerException(pointer, "not pinned: unpinned more often than pinned, or not the pointer that was"
                    + " pinned");
            }
            if (pin.count > 1) {
                return new Pin(pin.count - 1, pin.freed);
            }
            if (pin.freed) {
                retired[0] = page.retire(Space.slotOf(page, pointer));
            }
            // What was written through the address happens before this CAS, and begin() is a later CAS of the same word (I2).
            protocol.unpin(page.id());
            // Last: a collector that finds the page unpinned finds its entry without the pin, and can remove it.
            page.pinned(-1);
            return null;
        });
        return retired[0];
    }

    /**
     * Owner of the page only, after the grace period of a snapshot of retired places: takes the pinned ones out of it. They are
     * neither collected nor retired any more, but retired again after their last unpin; so a page does not wait for one grace
     * period after the other meanwhile.
     */
    void keep(Page page, long[] places) {
        for (int w = 0; w < places.length; w++) {
            for (long rest = places[w]; rest != 0; rest &= rest - 1) {
                if (keep(page, (w << 6) + Long.numberOfTrailingZeros(rest))) {
                    places[w] &= ~(rest & -rest);
                }
            }
        }
    }

    /** As above, for one place. @return whether it is pinned */
    boolean keep(Page page, int place) {
        // In one step with the mark: else the last unpin could retire the slot before its old bit is gone.
        return pins.computeIfPresent(pointerOf(page, page.slots().slotAt(place)), (key, pin) -> {
            // First what may fail for want of Java heap: the slot must not look allocated without the mark.
            Pin freed = new Pin(pin.count, true);
            page.unretire(place);
            return freed;
        }) != null;
    }

    private static long pointerOf(Page page, int slot) {
        return Pointer.of(page.id(), slot * page.slotBytes());
    }

    /** Whether an object was freed and waits for its last unpin. */
    public boolean isFreed(long pointer) {
        Pin pin = pins.get(pointer);
        return pin != null && pin.freed;
    }

    /** Pinned objects. */
    public int size() {
        return pins.size();
    }

    /** Calls for each pinned object, by its pointer. */
    public void forEach(BiConsumer<Long, Pin> action) {
        pins.forEach(action);
    }

    /** Some pinned pointers, for messages. */
    public String toString(int most) {
        StringBuilder text = new StringBuilder();
        pins.keySet().stream().limit(most).forEach(pointer -> text.append(text.length() == 0 ? "" : ", ")
            .append(Pointer.toString(pointer)));
        return text.append(pins.size() > most ? ", ..." : "").toString();
    }
}
