package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.relocation.PageKind;
import org.pagurus.relocation.Session;

/** Allocates items for one thread. */
final class Maker {
    private final Stage stage;
    private final SplittableRandom random;
    private long exhausted;

    Maker(Stage stage, SplittableRandom random) {
        this.stage = stage;
        this.random = random;
    }

    /**
     * A new item, which has to be filled.
     *
     * @return null if the heap has no memory: so it may be while sections are stalled, and what was freed waits for them
     */
    Item make(Session session, int writer) {
        int bytes = Board.anySize(random);
        try {
            long pointer = random.nextInt(16) == 0 ? session.allocate(bytes, PageKind.UNMOVABLE) : session.allocate(bytes);
            return new Item(pointer, bytes, stage.newStamp(), writer);
        } catch (OffHeapExhaustedException e) {
            exhausted++;
            return null;
        }
    }

    /**
     * A new item that nobody will write to.
     *
     * @param writer gives it its contents
     * @return null if the heap has no memory
     */
    Item seal(Session session, ItemWriter writer) {
        int bytes = Board.anySize(random);
        long stamp = stage.newStamp();
        try {
            return new Item(session.allocateSealed(bytes, buffer -> writer.fill(buffer, stamp)), bytes, stamp, Item.SEALED);
        } catch (OffHeapExhaustedException e) {
            exhausted++;
            return null;
        }
    }

    /**
     * An item in the place of one that only this thread knows.
     *
     * @return null if the heap has no memory; the item is as it was
     */
    Item remake(Session session, Item item) {
        int bytes = Board.anySize(random);
        try {
            return new Item(session.reallocate(item.pointer, bytes), bytes, stage.newStamp(), item.writer);
        } catch (OffHeapExhaustedException e) {
            exhausted++;
            return null;
        }
    }

    /** How often the heap had no memory. */
    long exhausted() {
        return exhausted;
    }
}
