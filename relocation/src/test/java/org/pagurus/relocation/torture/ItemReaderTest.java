package org.pagurus.relocation.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.rcu.Fence;
import org.pagurus.relocation.ReadMode;
import org.pagurus.relocation.Session;

/** What is wrong with an item is called by its name. */
class ItemReaderTest {
    private final Stage stage = new Stage(
        new TortureOptions(Policy.CANCEL, ReadMode.READ_THROUGH, Fence.AUTO, TortureOptions.MIN_MILLIS, 1, null));
    private final SplittableRandom random = new SplittableRandom(1);

    @AfterEach
    void close() {
        stage.heap().close();
    }

    private Finding found(Consumer<Session> change, int sequence, boolean exactly, Item[] items) {
        try (Session session = stage.heap().openSession()) {
            Item item = new Maker(stage, random).make(session, 0);
            items[0] = item;
            session.enter();
            new ItemWriter(stage, random).fill(session, item);
            new ItemWriter(stage, random).rewrite(session, item);
            change.accept(session);
            if (sequence >= 0) {
                session.putLong(item.pointer, Item.SEQUENCE, sequence);
            }
            ItemReader reader = new ItemReader(stage, random);
            if (exactly) {
                reader.lookExactly(session, item, item.version());
            } else {
                reader.look(session, item);
            }
            session.exit();
            session.free(item.pointer);
        }
        return stage.finding();
    }

    private void assertFound(Finding.Kind kind, int at, long word, int sequence, boolean exactly) {
        Item[] items = new Item[1];
        Finding finding = found(session -> {
            if (at >= 0) {
                session.putLong(items[0].pointer, at, word);
            }
        }, sequence, exactly, items);
        assertEquals(kind, finding.kind(), finding.text());
    }

    @Test
    void rightItem_nothing() {
        assertNull(found(session -> { }, -1, true, new Item[1]));
        assertNull(found(session -> { }, -1, false, new Item[1]));
    }

    @Test
    void stampOfAnother_foreign() {
        assertFound(Finding.Kind.FOREIGN, 0, 1, -1, false);
    }

    @Test
    void poison_freedMemoryRead() {
        assertFound(Finding.Kind.POISON, Item.CONTENTS, Poison.WORD, -1, false);
    }

    @Test
    void anyWordInTheContents_foreign() {
        assertFound(Finding.Kind.FOREIGN, Item.CONTENTS, 1, -1, false);
    }

    @Test
    void contentsOlderThanTheirSequence_stale() {
        assertFound(Finding.Kind.STALE, -1, 0, 4, false);
    }

    @Test
    void wrongChecksum_torn() {
        assertFound(Finding.Kind.TORN, Item.CHECKSUM, 1, -1, false);
    }

    @Test
    void versionBehindTheWriters_lostUpdate() {
        assertFound(Finding.Kind.LOST_UPDATE, -1, 0, 0, true);
    }
}
