package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
}
