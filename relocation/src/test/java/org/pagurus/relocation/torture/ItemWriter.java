package org.pagurus.relocation.torture;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.Session;

/** Writes whole items, in every way there is. */
final class ItemWriter {
    private final Stage stage;
    private final SplittableRandom random;
    private final byte[] bytes = new byte[Board.MAX_BYTES];
    private final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());

    ItemWriter(Stage stage, SplittableRandom random) {
        this.stage = stage;
        this.random = random;
    }

    /** In a section: an item that nobody else knows. */
    void fill(Session session, Item item) {
        session.putLong(item.pointer, 0, item.stamp);
        writeContents(session, item, 0);
        // Ordered: whatever was put off, the item is whole before somebody else finds it.
        session.putLongRelease(item.pointer, Item.SEQUENCE, 0);
    }

    /** In a section: the next version of an item that others read, and nobody else writes. May be broken off and begun again. */
    void rewrite(Session session, Item item) {
        int next = item.beginRewrite();
        session.putLongVolatile(item.pointer, Item.SEQUENCE, 2L * next - 1);
        // The odd sequence before the contents: who sees some of these sees that one.
        VarHandle.releaseFence();
        writeContents(session, item, next);
        session.putLongRelease(item.pointer, Item.SEQUENCE, 2L * next);
        item.endRewrite();
    }

    /** An item that will be sealed, of as many bytes as the buffer has. */
    void fill(MutableDirectBuffer buffer, long stamp) {
        compose(stamp, Item.words(buffer.capacity()), 0);
        words.putLong(0, stamp);
        words.putLong(Item.SEQUENCE, 0);
        buffer.putBytes(0, bytes, 0, buffer.capacity());
    }

    private void compose(long stamp, int count, int version) {
        long checksum = stamp;
        for (int place = 0; place < count; place++) {
            long word = Words.word(stamp, place, version);
            words.putLong(Item.CONTENTS + place * Long.BYTES, word);
            checksum = Words.checksum(checksum, word);
        }
        words.putLong(Item.CHECKSUM, checksum);
    }

    private void writeContents(Session session, Item item, int version) {
        compose(item.stamp, item.words(), version);
        switch (random.nextInt(3)) {
            case 0 -> writeWords(session, item);
            case 1 -> session.putBytes(item.pointer, Item.CHECKSUM, bytes, Item.CHECKSUM, item.bytes - Item.CHECKSUM);
            default -> writeRaw(session.writableAddress(item.pointer), item);
        }
    }

    private void writeWords(Session session, Item item) {
        for (int at = Item.CHECKSUM; at + Long.BYTES <= item.bytes; at += Long.BYTES) {
            session.putLong(item.pointer, at, words.getLong(at));
        }
    }

    /** Through one address, as real writers do, and sometimes without the processor for a while: that makes a bug show. */
    private void writeRaw(long address, Item item) {
        int pause = random.nextInt(2 * item.bytes) & -Long.BYTES;
        for (int at = Item.CHECKSUM; at + Long.BYTES <= item.bytes; at += Long.BYTES) {
            RawMemory.putLong(address + at, words.getLong(at));
            if (at == pause) {
                stage.holdAddress(random, item.pointer);
            }
        }
    }

    /** In a section: spoils an item that nobody else knows. */
    void spoil(Session session, Item item) {
        for (int at = 0; at + Long.BYTES <= item.bytes; at += Long.BYTES) {
            session.putLong(item.pointer, at, Poison.WORD);
        }
    }
}
