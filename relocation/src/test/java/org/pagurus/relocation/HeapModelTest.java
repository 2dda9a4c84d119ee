package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pagurus.allocator.PointerException;

/**
 * Seeded random operations against a map of pointers to bytes; between any two steps pages are migrated and folded by force, in
 * pieces, so that later steps meet isolated pages; the verifier runs after each step at rest.
 */
class HeapModelTest {
    private static final int STEPS = 1_500;

    @ParameterizedTest(name = "seed={0} mode={1}")
    @CsvSource({"1, READ_THROUGH", "2, READ_THROUGH", "3, EXCLUSIVE", "4, EXCLUSIVE", "5, READ_THROUGH", "6, EXCLUSIVE"})
    void contentsAndPointersSurviveForcedMoves(long seed, ReadMode mode) {
        try (Heap heap = Heap.builder().capacity(64 << 20).readMode(mode).build(); Session session = heap.openSession()) {
            new Run(heap, session, seed).steps();
        }
    }

    /** One run of the model. */
    private static final class Run {
        private final Heap heap;
        private final Session session;
        private final Random random;
        private final String label;
        private final ForcedMoves moves;
        private final Map<Long, byte[]> model = new HashMap<>();
        private final Set<Long> sealed = new HashSet<>();
        private int refused;
        private final List<Long> pointers = new ArrayList<>();

        Run(Heap heap, Session session, long seed) {
            this.heap = heap;
            this.session = session;
            this.random = new Random(seed);
            this.label = "seed=" + seed;
            this.moves = new ForcedMoves(heap, random);
        }

        void steps() {
            for (int i = 0; i < STEPS; i++) {
                // A batch is opened, the step meets its isolated pages, then the batch goes on, perhaps only in part.
                moves.isolateSome();
                step();
                moves.goOn();
                if (i % 3 == 0) {
                    moves.finish();
                    assertEquals(List.of(), heap.verify(), label + " step=" + i);
                }
            }
            moves.finish();
            model.forEach(this::check);
            for (long pointer : pointers) {
                session.free(pointer);
            }
            assertTrue(heap.compactor().compactNow(1_000_000_000L), label);
            assertEquals(0, heap.stats().liveBytes(), label);
            assertEquals(List.of(), heap.verify(), label);
            assertTrue(refused > 10, label + " writes refused=" + refused);
            assertTrue(moves.folded() > 30, label + " folds=" + moves.folded());
            assertTrue(moves.migrated() > moves.folded(), label + " moved whole=" + (moves.migrated() - moves.folded()));
        }

        private void step() {
            int choice = random.nextInt(100);
            if (pointers.isEmpty() || choice < 25 && pointers.size() < 4_000) {
                for (int i = random.nextInt(60); i >= 0; i--) {
                    allocate();
                }
            } else if (choice < 45) {
                for (int i = random.nextInt(60); i >= 0 && !pointers.isEmpty(); i--) {
                    free();
                }
            } else if (choice < 75) {
                write();
            } else {
                check(any(), model.get(any0));
            }
        }

        private long any0;

        private long any() {
            any0 = pointers.get(random.nextInt(pointers.size()));
            return any0;
        }

        private int size() {
            int choice = random.nextInt(100);
            return choice < 70 ? 1 + random.nextInt(200) : choice < 95 ? 1 + random.nextInt(5_000)
                : choice < 99 ? 1 + random.nextInt(60_000) : 1 + random.nextInt(600_000);
        }

        private void allocate() {
            byte[] bytes = new byte[size()];
            random.nextBytes(bytes);
            boolean seal = random.nextInt(4) == 0;
            long pointer = seal ? session.allocateSealed(bytes, 0, bytes.length) : session.allocate(bytes.length);
            assertTrue(model.put(pointer, bytes) == null, () -> label + " pointer handed out twice: " + pointer);
            pointers.add(pointer);
            if (seal) {
                sealed.add(pointer);
                return;
            }
            session.enter();
            session.putBytes(pointer, 0, bytes, 0, bytes.length);
            session.exit();
        }

        private void free() {
            int index = random.nextInt(pointers.size());
            long pointer = pointers.get(index);
            pointers.set(index, pointers.get(pointers.size() - 1));
            pointers.remove(pointers.size() - 1);
            model.remove(pointer);
            sealed.remove(pointer);
            session.free(pointer);
        }

        /** In one section: write, if that is allowed, read it back, let the migrator try to move the page, read again. */
        private void write() {
            long pointer = any();
            byte[] bytes = model.get(pointer);
            session.enter();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int index = random.nextInt(bytes.length);
                if (sealed.contains(pointer)) {
                    assertThrows(PointerException.class, () -> session.putByte(pointer, index, (byte) 0), label);
                    refused++;
                    continue;
                }
                bytes[index] = (byte) random.nextInt();
                session.putByte(pointer, index, bytes[index]);
            }
            check(pointer, bytes);
            moves.goOn();
            check(pointer, bytes);
            session.exit();
        }

        private void check(long pointer, byte[] expected) {
            byte[] actual = new byte[expected.length];
            session.enter();
            session.getBytes(pointer, 0, actual, 0, actual.length);
            session.exit();
            assertArrayEquals(expected, actual, () -> label + " pointer=" + pointer);
        }
    }
}
