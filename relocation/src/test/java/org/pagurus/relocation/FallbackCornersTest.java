package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.Run;

/** Corners of {@link OnMigration#FALLBACK} where a write, a copy or a byte of the reserve could be lost. */
@Timeout(60)
class FallbackCornersTest {
    private MigrationScene scene = new MigrationScene();
    private final OtherThread other = new OtherThread("other");
    private Session session;

    @AfterEach
    void nothingIsLeft() throws Exception {
        other.run(() -> {
            if (session != null) {
                session.close();
            }
        });
        other.close();
        scene.close();
    }

    private void use(HeapBuilder builder) {
        scene.close();
        scene = new MigrationScene(builder);
    }

    private void open() throws Exception {
        session = other.call(() -> scene.heap().openSession());
    }

    /** Folds the page of an object, away from the free slots beside it. */
    private void fold(long pointer, Runnable whileMigrating) {
        Run run = scene.heap().space().pages().get(Pointer.pageId(pointer)).run();
        assertTrue(scene.heap().compactor().migrator().addFold(List.of(run), false));
        scene.goOn(() -> other.run(whileMigrating));
    }

    /** A plain {@code enter()} has nothing to tidy up in the usual case; a copy in the reserve is not that. */
    @Test
    void copiesOfPlainSectionsAreVoidWhenTheyEnd() throws Exception {
        use(Heap.builder().readMode(ReadMode.EXCLUSIVE).onMigration(OnMigration.FALLBACK));
        long pointer = scene.objects(1)[0];
        open();
        scene.move(pointer, () -> other.run(() -> {
            for (int i = 0; i < 2 * Reserve.DEFAULT_BYTES / MigrationScene.SIZE; i++) {
                session.enter();
                session.address(pointer);
                session.exit();
            }
        }));
        assertEquals(1, scene.committed());
    }

    /** The pointer that a write of no bytes at the end of a slot is made at is that of the next slot. */
    @Test
    void aWriteOfNoBytesAtTheEndOfAnObjectIsNone() throws Exception {
        long pointer = scene.objects(1)[0];
        open();
        fold(pointer, () -> {
            session.enter(OnMigration.FALLBACK);
            session.putBytes(pointer, session.usableSize(pointer), new byte[0], 0, 0);
            session.putLong(pointer, 8, 5);
        });
        other.run(session::exit);
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(1, scene.committed());
    }

    /** Folded, the page would refuse it when it is made, and with it the writes behind it. */
    @Test
    void aWriteThatCouldNotBeMadeLaterIsRefusedAtOnce() throws Exception {
        long pointer = scene.objects(1)[0];
        open();
        fold(pointer, () -> {
            session.enter(OnMigration.FALLBACK);
            int last = session.usableSize(pointer) - 4;
            assertThrows(PointerException.class, () -> session.putLong(pointer, last, 1));
            assertThrows(PointerException.class, () -> session.putByte(pointer, session.usableSize(pointer), (byte) 1));
            session.putLong(pointer, 8, 5);
        });
        other.run(session::exit);
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(1, scene.committed());
    }

    /** A session whose close has failed half-way: its sections by default do not ask for the reserve. */
    @Test
    void nothingWaitsInAReserveThatWasGivenBack() throws Exception {
        use(Heap.builder().onMigration(OnMigration.FALLBACK));
        long pointer = scene.objects(1)[0];
        open();
        other.run(() -> assertThrows(OutOfMemoryError.class, () -> session.releaseReserve(freed -> {
            session.free(freed);
            throw new OutOfMemoryError("thrown by the test");
        })));
        scene.move(pointer, () -> other.run(() -> {
            session.enter();
            assertThrows(ReserveExhaustedException.class, () -> session.putLong(pointer, 8, 5));
            session.exit();
            session.enter(OnMigration.FALLBACK);
            session.putLong(pointer, 8, 6);
            session.exit();
        }));
        assertEquals(6, scene.read(pointer, 8));
    }

    @Test
    void aForeignThreadIsRefusedBeforeItTouchesTheBuffer() throws Exception {
        long pointer = scene.objects(1)[0];
        open();
        scene.move(pointer, () -> {
            other.run(() -> {
                session.enter(OnMigration.FALLBACK);
                session.putLong(pointer, 8, 5);
            });
            for (Runnable call : new Runnable[] {() -> session.free(pointer), () -> session.freeNow(pointer),
                () -> session.pin(pointer)}) {
                assertTrue(assertThrows(IllegalStateException.class, call::run).getMessage().contains("used by thread"));
                assertEquals(Entry.MIGRATING, scene.state(pointer), "the writes were made by a thread that was refused");
            }
        });
        other.run(session::exit);
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(1, scene.committed());
    }
}
