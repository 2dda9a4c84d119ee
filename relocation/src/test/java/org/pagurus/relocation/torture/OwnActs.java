package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/** What one thread does with items that nobody else knows. Outside sections. */
final class OwnActs {
    private static final int OWN = 200;

    private final Stage stage;
    private final SplittableRandom random;
    private final Maker maker;
    private final ItemReader reader;
    private final ItemWriter writer;
    private final Item[] items = new Item[OWN];

    OwnActs(Stage stage, SplittableRandom random, Maker maker) {
        this.stage = stage;
        this.random = random;
        this.maker = maker;
        this.reader = new ItemReader(stage, random);
        this.writer = new ItemWriter(stage, random);
    }

    void act(Session session) {
        int i = random.nextInt(OWN);
        Item item = items[i];
        if (item == null) {
            items[i] = filled(session, maker.make(session, 0));
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> items[i] = remake(session, item);
            case 1, 2 -> {
                check(session, item);
                session.free(item.pointer);
                items[i] = null;
            }
            case 3, 4 -> {
                check(session, item);
                freeNow(session, item);
                items[i] = null;
            }
            default -> {
                check(session, item);
                session.enter(OnMigration.CANCEL);
                writer.rewrite(session, item);
                session.exit();
            }
        }
    }

    private Item filled(Session session, Item item) {
        if (item != null) {
            session.enter(OnMigration.CANCEL);
            writer.fill(session, item);
            session.exit();
        }
        return item;
    }

    private void check(Session session, Item item) {
        session.enter(OnMigration.CANCEL);
        reader.lookExactly(session, item, item.version());
        session.exit();
    }

    private void freeNow(Session session, Item item) {
        session.enter(OnMigration.CANCEL);
        writer.spoil(session, item);
        session.exit();
        session.freeNow(item.pointer);
    }

    /** With another size, and as much of the contents as both have. */
    private Item remake(Session session, Item item) {
        check(session, item);
        Item other = maker.remake(session, item);
        if (other == null) {
            return item;
        }
        session.enter(OnMigration.CANCEL);
        for (int at = 0; at < Math.min(item.bytes, other.bytes) - Item.CONTENTS; at += Long.BYTES) {
            long seen = session.getLong(other.pointer, Item.CONTENTS + at);
            if (seen != Words.word(item.stamp, at / Long.BYTES, item.version())) {
                stage.report(Words.kindOf(seen, Finding.Kind.FOREIGN), item + " became " + other + ", and shows 0x"
                    + Long.toHexString(seen) + " at offset " + (Item.CONTENTS + at));
                break;
            }
        }
        writer.fill(session, other);
        session.exit();
        return other;
    }

    /** At the end of the run. */
    void freeAll(Session session) {
        for (int i = 0; i < OWN; i++) {
            if (items[i] != null) {
                check(session, items[i]);
                session.free(items[i].pointer);
                items[i] = null;
            }
        }
    }
}
