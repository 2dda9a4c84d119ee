package org.pagurus.relocation.torture;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.Session;

/**
 * Reads whole items, in every way there is, and says what is wrong with them. A read is between two looks at the item's sequence:
 * it has to see what was written before the first one, and nothing that was written after the second.
 */
final class ItemReader {
    private final Stage stage;
    private final SplittableRandom random;
    private final byte[] bytes = new byte[Board.MAX_BYTES];
    private final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private long before;
    private long after;

    ItemReader(Stage stage, SplittableRandom random) {
        this.stage = stage;
        this.random = random;
    }

    /** In a section: while others may write to it. */
    void look(Session session, Item item) {
        switch (random.nextInt(4)) {
            case 0 -> readWords(session, item);
            case 1 -> readBulk(session, item);
            case 2 -> {
                session.wrapForReading(item.pointer, view);
                lookAgainAndAgain(view.addressOffset(), item);
                return;
            }
            default -> {
                lookAgainAndAgain(session.address(item.pointer), item);
                return;
            }
        }
        check(item);
    }

    /** In a section: nobody writes to it, and it has this version. */
    void lookExactly(Session session, Item item, int version) {
        if (random.nextBoolean()) {
            readWords(session, item);
        } else {
            readBulk(session, item);
        }
        checkStamp(item);
        if (before != 2L * version || after != 2L * version) {
            stage.report(kindOf(before, Finding.Kind.LOST_UPDATE), item + " has sequence " + before + ", then " + after
                + ", and was written with version " + version + " last");
            return;
        }
        check(item);
    }

    /** An address shows one frame until the section ends, or until the object is unpinned. */
    private void lookAgainAndAgain(long address, Item item) {
        for (int looks = 1 + random.nextInt(3); looks > 0 && !stage.isOver(); looks--) {
            readRaw(address, item);
            check(item);
            stage.holdAddress(random, item.pointer);
        }
    }

    /** Through a pin: outside sections too. */
    void lookThroughPin(long address, Item item) {
        readRaw(address, item);
        check(item);
    }

    // ---- reading ----

    private void readWords(Session session, Item item) {
        before = session.getLongAcquire(item.pointer, Item.SEQUENCE);
        for (int at = 0; at + Long.BYTES <= item.bytes; at += Long.BYTES) {
            words.putLong(at, session.getLong(item.pointer, at));
        }
        // The contents before the second look.
        VarHandle.acquireFence();
        after = session.getLongVolatile(item.pointer, Item.SEQUENCE);
    }

    private void readBulk(Session session, Item item) {
        before = session.getLongAcquire(item.pointer, Item.SEQUENCE);
        session.getBytes(item.pointer, 0, bytes, 0, item.bytes);
        VarHandle.acquireFence();
        after = session.getLongVolatile(item.pointer, Item.SEQUENCE);
    }

    private void readRaw(long address, Item item) {
        before = RawMemory.getLongAcquire(address + Item.SEQUENCE);
        RawMemory.copyToArray(address, bytes, 0, item.bytes);
        VarHandle.acquireFence();
        after = RawMemory.getLongAcquire(address + Item.SEQUENCE);
    }

    // ---- checking what was read ----

    private void check(Item item) {
        checkStamp(item);
        long least = before >> 1;
        long most = after + 1 >> 1;
        long checksum = item.stamp;
        for (int place = 0; place < item.words(); place++) {
            long word = words.getLong(Item.CONTENTS + place * Long.BYTES);
            checksum = Words.checksum(checksum, word);
            if (!Words.belongs(word, item.stamp, place)) {
                stage.report(kindOf(word, Finding.Kind.FOREIGN), item + " shows 0x" + Long.toHexString(word)
                    + " at place " + place);
                return;
            }
            int version = Words.versionOf(word);
            if (version < least || version > most) {
                stage.report(Finding.Kind.STALE, item + " shows version " + version + " at place " + place + " between sequences "
                    + before + " and " + after);
                return;
            }
        }
        if (before == after && (before & 1) == 0 && words.getLong(Item.CHECKSUM) != checksum) {
            stage.report(Finding.Kind.TORN, item + " has version " + before / 2 + " and another one's checksum");
        }
    }

    private void checkStamp(Item item) {
        long seen = words.getLong(0);
        if (seen != item.stamp) {
            stage.report(kindOf(seen, Finding.Kind.FOREIGN), item + " shows stamp " + Long.toHexString(seen));
        }
    }

    private static Finding.Kind kindOf(long word, Finding.Kind otherwise) {
        return Words.kindOf(word, otherwise);
    }
}
