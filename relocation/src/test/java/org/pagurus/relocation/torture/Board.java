package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/** Where items are published: whoever finds one in a section may use it until the section ends; whoever unlinks it frees it. */
final class Board {
    private static final int CELLS = 100;
    /** Above 32 KiB an object has a run of its own. */
    static final int MAX_BYTES = 200_000;
    /** Small ones are more frequent. */
    private static final int[] SIZES = {40, 40, 64, 104, 200, 1_000, 4_000, 40_000, MAX_BYTES};

    private final Stage stage;
    private final AtomicReferenceArray<Item> cells = new AtomicReferenceArray<>(CELLS);

    Board(Stage stage) {
        this.stage = stage;
    }

    static int anySize(SplittableRandom random) {
        return SIZES[random.nextInt(random.nextInt(SIZES.length) + 1)];
    }

    /** An item, or null. */
    Item find(SplittableRandom random) {
        return cells.getAcquire(random.nextInt(CELLS));
    }

    /** Publishes an item, or nothing, in some place; returns what was unlinked, or null. */
    Item replace(SplittableRandom random, Item item) {
        return cells.getAndSet(random.nextInt(CELLS), item);
    }

    /** When all threads rest: each item is what was written last. */
    void checkAtRest(Session session, ItemReader reader) {
        session.enter(OnMigration.CANCEL);
        for (int i = 0; i < CELLS && stage.finding() == null; i++) {
            Item item = cells.get(i);
            if (item != null && !item.isUndecided()) {
                reader.lookExactly(session, item, item.version());
            }
        }
        session.exit();
    }

    /** When all threads rest. */
    void freeAll(Session session) {
        for (int i = 0; i < CELLS; i++) {
            Item item = cells.getAndSet(i, null);
            if (item != null) {
                session.free(item.pointer);
            }
        }
    }
}
