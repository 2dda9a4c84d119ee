package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import org.pagurus.allocator.PointerException;
import org.pagurus.relocation.Session;

/** What one thread does with the items on the board. In sections, which may be broken off at each access, and run again. */
final class ItemActs {
    private static final int TRIES = 8;

    private final Stage stage;
    private final Board board;
    private final SplittableRandom random;
    private final int number;
    private final Maker maker;
    private final ItemReader reader;
    private final ItemWriter writer;
    /** Allocated, and not published yet. */
    private Item made;

    /** @param number of the thread; below 0 for one that does not live long enough to write to what it has published */
    ItemActs(Stage stage, SplittableRandom random, int number, Maker maker) {
        this.stage = stage;
        this.board = stage.board();
        this.random = random;
        this.number = number;
        this.maker = maker;
        this.reader = new ItemReader(stage, random);
        this.writer = new ItemWriter(stage, random);
    }

    void act(Session session) {
        switch (random.nextInt(6)) {
            case 0 -> replace(session);
            case 1, 2 -> rewrite(session);
            default -> visit(session);
        }
    }

    private void visit(Session session) {
        Item item = board.find(random);
        if (item != null) {
            reader.look(session, item);
            if (item.isSealed()) {
                requireRefused(session, item);
            }
        }
    }

    private void requireRefused(Session session, Item item) {
        try {
            session.putLong(item.pointer, Item.SEQUENCE, 0);
            stage.report(Finding.Kind.ERROR, item + " is sealed, and was written to");
        } catch (PointerException e) {
            // So it has to be, wherever the page is.
        }
    }

    private void rewrite(Session session) {
        for (int i = 0; i < TRIES && number >= 0; i++) {
            Item item = board.find(random);
            if (item != null && item.writer == number) {
                if (!item.isUndecided()) {
                    reader.lookExactly(session, item, item.version());
                }
                writer.rewrite(session, item);
                return;
            }
        }
    }

    /** Publishes a new item in the place of another one, which is freed, while other sections may have found it. */
    private void replace(Session session) {
        if (made == null) {
            made = random.nextInt(3) == 0 ? maker.seal(session, writer) : maker.make(session, number);
        }
        if (made != null && !made.isSealed()) {
            writer.fill(session, made);
        }
        Item before = board.replace(random, random.nextInt(8) == 0 ? null : published());
        if (before != null) {
            session.free(before.pointer);
        }
    }

    private Item published() {
        Item item = made;
        made = null;
        return item;
    }

    /** At the end of the run. */
    void freeAll(Session session) {
        if (made != null) {
            session.freeNow(made.pointer);
        }
    }
}
