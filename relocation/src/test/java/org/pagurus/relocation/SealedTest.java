package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;

/** Objects of {@link PageKind#SEALED}: how they are allocated, that nothing writes to them, and that they are compacted. */
class SealedTest {
    private static final String WRITING = "(put|compareAndSet|getAndAdd|writableAddress|wrap$|reallocate).*";
    private static final int SIZE = 1_000;
    private static final long FAR = 10_000_000_000L;

    private final Heap heap = Heap.builder().capacity(64 << 20).build();
    private final Session session = heap.openSession();

    @AfterEach
    void heapIsUnharmed() {
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private void assertContents(byte[] expected, long pointer) {
        byte[] actual = new byte[expected.length];
        session.enter();
        session.getBytes(pointer, 0, actual, 0, actual.length);
        session.exit();
        assertArrayEquals(expected, actual, () -> Pointer.toString(pointer));
    }

    // ---- allocation ----

    @ParameterizedTest
    @ValueSource(ints = {1, 8, SIZE, 32 << 10, 100_000, 4 << 20, 5 << 20})
    void contentsAreThoseThatWereGiven(int size) {
        byte[] contents = bytes(size, size + 7);
        byte[] part = Arrays.copyOfRange(contents, 3, 3 + size);
        UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(contents.length));
        direct.putBytes(0, contents);
        List<Long> pointers = List.of(session.allocateSealed(contents, 3, size),
            session.allocateSealed(new UnsafeBuffer(contents, 1, size + 4), 2, size), session.allocateSealed(direct, 3, size),
            session.allocateSealed(size, buffer -> {
                assertEquals(size, buffer.capacity());
                buffer.putBytes(0, part);
            }));
        for (long pointer : pointers) {
            assertContents(part, pointer);
            assertTrue(session.usableSize(pointer) >= size);
            assertTrue(Place.page(heap, pointer).run().isSealed());
        }
        assertTrue(heap.stats().sealedPages() > 0);
        pointers.forEach(session::free);
    }

    @Test
    void sizesAndRangesAreChecked() {
        byte[] source = new byte[10];
        for (int[] wrong : new int[][] {{-1, 5}, {0, 11}, {6, 5}, {0, -1}}) {
            assertThrows(IndexOutOfBoundsException.class, () -> session.allocateSealed(source, wrong[0], wrong[1]));
            assertThrows(IndexOutOfBoundsException.class,
                () -> session.allocateSealed((DirectBuffer) new UnsafeBuffer(source), wrong[0], wrong[1]));
        }
        assertThrows(IllegalArgumentException.class, () -> session.allocateSealed(source, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> session.allocateSealed((1L << 30) + 1, buffer -> { }));
        assertThrows(NullPointerException.class, () -> session.allocateSealed(8, null));
        String refusal = assertThrows(IllegalArgumentException.class, () -> session.allocate(8, PageKind.SEALED)).getMessage();
        assertTrue(refusal.contains("allocateSealed"), refusal);
        assertEquals(0, heap.stats().liveBytes());
    }

    @Test
    void theWritersBufferIsVoidAfterwards() {
        MutableDirectBuffer[] kept = new MutableDirectBuffer[1];
        long pointer = session.allocateSealed(8, buffer -> {
            buffer.putLong(0, 42);
            kept[0] = buffer;
        });
        assertEquals(0, kept[0].capacity());
        assertThrows(IndexOutOfBoundsException.class, () -> kept[0].putLong(0, 43));
        assertContents(new byte[] {42, 0, 0, 0, 0, 0, 0, 0}, pointer);
    }

    @Test
    void aWriterMayReadAllocateAndFreeOthers() {
        long inner = session.allocateSealed(bytes(1, 100), 0, 100);
        long[] made = new long[1];
        long outer = session.allocateSealed(100, buffer -> {
            session.getBytes(inner, 0, buffer, 0, 100);
            made[0] = session.allocateSealed(bytes(2, 100), 0, 100);
            session.free(inner);
        });
        assertContents(bytes(1, 100), outer);
        assertContents(bytes(2, 100), made[0]);
        assertFalse(session.inSection());
    }

    @Test
    void aWriterThatThrowsLeavesNothing() {
        long before = session.allocateSealed(bytes(3, SIZE), 0, SIZE);
        for (int size : new int[] {SIZE, 100_000, 5 << 20}) {
            ArithmeticException thrown = new ArithmeticException("of the writer");
            assertEquals(thrown, assertThrows(ArithmeticException.class, () -> session.allocateSealed(size, buffer -> {
                throw thrown;
            })));
        }
        assertEquals(session.usableSize(before), heap.stats().liveBytes());
        assertEquals(1, heap.stats().pages());
        assertFalse(session.inSection());
    }

    /** Else it could copy contents that are not whole yet. */
    @Test
    void nobodyMovesAPageWhoseObjectIsBeingWritten() {
        session.allocateSealed(bytes(4, SIZE), 0, SIZE);
        int[] tries = new int[1];
        long pointer = session.allocateSealed(SIZE, buffer -> {
            for (int id = 1; id < heap.space().pages().end(); id++) {
                assertFalse(heap.compactor().migrator().addMove(heap.space().pages().get(id).run()));
                tries[0]++;
            }
        });
        assertEquals(1, tries[0]);
        assertTrue(heap.compactor().migrator().addMove(Place.page(heap, pointer).run()));
    }

    @Test
    void aFullHeapRefusesAndWorksOnAfterFrees() {
        List<Long> pointers = new ArrayList<>();
        byte[] contents = bytes(5, 1 << 20);
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                pointers.add(session.allocateSealed(contents, 0, contents.length));
            }
        });
        assertTrue(pointers.size() > 50);
        pointers.forEach(session::free);
        assertContents(contents, session.allocateSealed(contents, 0, contents.length));
    }

    @Test
    void sealedObjectsShareNoPageWithOthers() {
        Set<Integer> sealed = new HashSet<>();
        Set<Integer> others = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            sealed.add(Pointer.pageId(session.allocateSealed(bytes(i, SIZE), 0, SIZE)));
            others.add(Pointer.pageId(session.allocate(SIZE, i % 2 == 0 ? PageKind.MOVABLE : PageKind.UNMOVABLE)));
        }
        // 65 objects fit into a page.
        assertEquals(1_000 / 65 + 1, sealed.size());
        others.retainAll(sealed);
        assertEquals(Set.of(), others);
    }

    // ---- refusals ----

    enum Where { PLAIN, FOLDED, PINNED, LARGE }

    @ParameterizedTest
    @EnumSource(Where.class)
    void everyWayToWriteIsRefused(Where where) throws Exception {
        int size = where == Where.LARGE ? 2 << 20 : 104;
        byte[] contents = bytes(6, size);
        long pointer = sparse(contents, where == Where.FOLDED ? 8 : 1);
        if (where == Where.FOLDED) {
            assertTrue(heap.compactor().compactNow(FAR));
            assertTrue(Place.page(heap, pointer).isFolded());
        } else if (where == Where.PINNED) {
            session.pin(pointer);
        }
        int refused = 0;
        for (OnMigration policy : new OnMigration[] {OnMigration.CANCEL, OnMigration.FALLBACK}) {
            for (Method method : Session.class.getMethods()) {
                if (method.getName().matches(WRITING)) {
                    session.enter(policy);
                    assertRefused(method, pointer);
                    session.exit();
                    refused++;
                }
            }
        }
        assertTrue(refused >= 2 * 20, "methods=" + refused);
        if (where == Where.PINNED) {
            session.unpin(pointer);
        }
        assertContents(contents, pointer);
    }

    private void assertRefused(Method method, long pointer) {
        Object[] arguments = Arrays.stream(method.getParameterTypes()).map(SealedTest::argument).toArray();
        arguments[0] = pointer;
        InvocationTargetException thrown = assertThrows(InvocationTargetException.class,
            () -> method.invoke(session, arguments), method::toString);
        PointerException refusal = assertInstanceOf(PointerException.class, thrown.getCause(), method::toString);
        assertEquals(pointer, refusal.pointer());
        assertTrue(refusal.getMessage().contains("sealed") && refusal.getMessage().contains("allocateSealed"),
            refusal.getMessage());
    }

    private static Object argument(Class<?> type) {
        for (Object value : List.of(1L, 0, (short) 0, (byte) 0, 0f, 0d, new byte[8], ByteBuffer.allocate(8))) {
            if (type.isInstance(value)
                || type == java.lang.invoke.MethodType.methodType(value.getClass()).unwrap().returnType()) {
                return value;
            }
        }
        return new UnsafeBuffer(new byte[8]);
    }

    /** One sealed object kept of {@code oneOf}. */
    private long sparse(byte[] contents, int oneOf) {
        long kept = 0;
        for (int i = 0; i < 600 * (oneOf - 1) + 1; i++) {
            long pointer = session.allocateSealed(contents, 0, contents.length);
            if (i % oneOf == 0) {
                kept = pointer;
            } else {
                session.free(pointer);
            }
        }
        return kept;
    }

    @Test
    void freedTwiceOrAtTheWrongPlaceIsRefusedAsUsual() {
        long pointer = session.allocateSealed(bytes(7, SIZE), 0, SIZE);
        assertThrows(PointerException.class, () -> session.free(pointer + 8));
        session.free(pointer);
        assertThrows(PointerException.class, () -> session.free(pointer));
    }

    // ---- compaction ----

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void sparsePagesAreFoldedAndEmptyOnesGo(ReadMode mode) {
        try (Heap other = Heap.builder().capacity(64 << 20).readMode(mode).build(); Session own = other.openSession()) {
            List<Long> kept = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                long pointer = own.allocateSealed(bytes(i, 200), 0, 200);
                if (i % 20 == 0) {
                    kept.add(pointer);
                } else {
                    own.free(pointer);
                }
            }
            assertTrue(other.compactor().compactNow(FAR));
            HeapStats stats = other.stats();
            assertEquals(1_000 * 200 / 65_536 + 1, stats.usedBytes() + 65_535 >> 16, stats.toString());
            assertTrue(stats.pagesReplaced() > 0 && stats.pagesReplaced() == stats.pagesMigrated(), stats.toString());
            assertEquals(0, stats.migrationsCancelled() + stats.pinsTaken() + stats.pagesPutBack(), stats.toString());
            byte[] actual = new byte[200];
            own.enter();
            for (int i = 0; i < kept.size(); i++) {
                own.getBytes(kept.get(i), 0, actual, 0, 200);
                assertArrayEquals(bytes(20L * i, 200), actual);
            }
            own.exit();
            assertEquals(List.of(), other.verify());
            kept.forEach(own::free);
            assertTrue(other.compactor().compactNow(FAR));
            assertEquals(0, other.stats().usedBytes());
            assertEquals(0, other.stats().sealedPages());
        }
    }

    /** A large one is copied piece by piece when a stretch of its region is needed. */
    @Test
    void largeObjectsMakeRoomForLongerOnes() {
        List<Long> pointers = new ArrayList<>();
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                pointers.add(session.allocateSealed(bytes(pointers.size(), 1_000_000), 0, 1_000_000));
            }
        });
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < pointers.size(); i++) {
            if (i % 4 == 0) {
                kept.add(i);
            } else {
                session.free(pointers.get(i));
            }
        }
        for (int i = 0; i < 4; i++) {
            session.allocate(4 << 20);
        }
        assertTrue(heap.stats().pagesReplaced() > 0);
        kept.forEach(i -> assertContents(bytes(i, 1_000_000), pointers.get(i)));
    }
}
