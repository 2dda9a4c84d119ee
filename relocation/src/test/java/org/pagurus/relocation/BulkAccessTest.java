package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.PointerException;

/** Bulk copies between objects and arrays and buffers of every kind; views of plain and of folded objects. */
class BulkAccessTest {
    private static final int SIZE = 1_000;
    private static final int SLOT_BYTES = 1_024;
    private static final long SEED = Long.getLong("pagurus.seed", 1);

    private final Random random = new Random(SEED);
    private final byte[] bytes = new byte[SIZE];
    private final byte[] back = new byte[SIZE];
    private final Heap heap = Heap.builder().capacity(64 << 20).build();
    private final Session session = heap.openSession();

    @AfterEach
    void heapIsUnharmed() {
        if (session.inSection()) {
            session.exit();
        }
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    /** An object that shows {@link #bytes}; the session has entered a section. */
    private long object(Place place) {
        random.nextBytes(bytes);
        long pointer = place.objects(heap, 3, SIZE)[1];
        session.enter();
        session.putBytes(pointer, 0, bytes, 0, SIZE);
        return pointer;
    }

    private void assertContents(long pointer) {
        session.getBytes(pointer, 0, back, 0, SIZE);
        assertArrayEquals(bytes, back, "seed=" + SEED);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void arraysAreCopiedInParts(Place place) {
        long pointer = object(place);
        for (int i = 0; i < 200; i++) {
            int index = random.nextInt(SIZE + 1);
            int length = random.nextInt(SIZE + 1 - index);
            int offset = random.nextInt(SIZE + 1 - length);
            byte[] part = new byte[SIZE];
            random.nextBytes(part);
            byte[] untouched = part.clone();
            session.putBytes(pointer, index, part, offset, length);
            System.arraycopy(part, offset, bytes, index, length);
            assertArrayEquals(untouched, part);
            assertContents(pointer);
            session.getBytes(pointer, index, part, SIZE - length, length);
            System.arraycopy(bytes, index, untouched, SIZE - length, length);
            assertArrayEquals(untouched, part, "seed=" + SEED + " index=" + index + " length=" + length);
        }
    }

    /** Buffers of so many bytes, with something in front of them and behind them. */
    private static final List<IntFunction<ByteBuffer>> BUFFERS = List.of(ByteBuffer::allocate, ByteBuffer::allocateDirect,
        length -> ByteBuffer.allocate(length + 20).slice(7, length),
        length -> ByteBuffer.allocateDirect(length + 20).slice(9, length),
        length -> ByteBuffer.allocateDirect(length + 20).position(3).limit(length + 3).slice().duplicate());

    @ParameterizedTest
    @EnumSource(Place.class)
    void byteBuffersMoveTheirPosition(Place place) {
        long pointer = object(place);
        for (IntFunction<ByteBuffer> kind : BUFFERS) {
            ByteBuffer buffer = kind.apply(SIZE).position(10).limit(SIZE - 10);
            session.getBytes(pointer, 5, buffer, 600);
            assertEquals(610, buffer.position());
            assertEquals(SIZE - 10, buffer.limit());
            for (int i = 0; i < SIZE; i++) {
                assertEquals(i < 10 || i >= 610 ? 0 : bytes[i - 5], buffer.duplicate().clear().get(i), "i=" + i);
            }
            buffer.clear().put(bytes);
            for (ByteBuffer source : List.of(buffer, buffer.asReadOnlyBuffer())) {
                random.nextBytes(bytes);
                buffer.clear().put(bytes, 0, SIZE);
                session.putBytes(pointer, 0, source.clear(), 0);
                assertEquals(0, source.position());
                session.putBytes(pointer, 0, source, 300);
                assertEquals(300, source.position());
                session.putBytes(pointer, 300, source, SIZE - 300);
                assertEquals(0, source.remaining());
                assertContents(pointer);
            }
        }
    }

    @Test
    void bufferKeepsItsPositionWhenTheCopyIsRefused() {
        long pointer = object(Place.PLAIN);
        for (IntFunction<ByteBuffer> kind : BUFFERS) {
            ByteBuffer buffer = kind.apply(SIZE).position(10).limit(20);
            for (int length : new int[] {11, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                refuse(IndexOutOfBoundsException.class, buffer, () -> session.getBytes(pointer, 0, buffer, length));
                refuse(IndexOutOfBoundsException.class, buffer, () -> session.putBytes(pointer, 0, buffer, length));
            }
            for (int index : new int[] {-1, 64 << 10, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                refuse(PointerException.class, buffer, () -> session.getBytes(pointer, index, buffer, 10));
                refuse(PointerException.class, buffer, () -> session.putBytes(pointer, index, buffer, 10));
            }
            refuse(PointerException.class, buffer, () -> session.getBytes(0, 0, buffer, 10));
            ByteBuffer readOnly = buffer.asReadOnlyBuffer();
            refuse(ReadOnlyBufferException.class, readOnly, () -> session.getBytes(pointer, 0, readOnly, 10));
            assertEquals(ByteBuffer.allocate(SIZE), buffer.clear(), "a refused copy wrote");
        }
        assertContents(pointer);
    }

    private static void refuse(Class<? extends Exception> type, ByteBuffer buffer, Executable copy) {
        int position = buffer.position();
        assertThrows(type, copy);
        assertEquals(position, buffer.position());
    }

    @Test
    void arraysAndAgronaBuffersAreNeverLeft() {
        long pointer = object(Place.PLAIN);
        byte[] array = new byte[20];
        UnsafeBuffer part = new UnsafeBuffer(array, 5, 10);
        int[][] outside = {{0, 11}, {10, 1}, {-1, 2}, {0, -1}, {Integer.MAX_VALUE, 1}, {1, Integer.MAX_VALUE},
            {0, Integer.MIN_VALUE}};
        for (int[] range : outside) {
            byte[] ten = new byte[10];
            assertThrows(IndexOutOfBoundsException.class, () -> session.getBytes(pointer, 0, ten, range[0], range[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> session.putBytes(pointer, 0, ten, range[0], range[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> session.getBytes(pointer, 0, part, range[0], range[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> session.putBytes(pointer, 0, part, range[0], range[1]));
        }
        PointerException e = assertThrows(PointerException.class,
            () -> session.getBytes(pointer, 1, new byte[64 << 10], 0, 64 << 10));
        assertTrue(e.getMessage().contains("index=1 length=65536"), e.getMessage());
        assertArrayEquals(new byte[20], array);
        assertContents(pointer);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void agronaBuffersOfEveryKindAreCopied(Place place) {
        long pointer = object(place);
        int length = SIZE + 20;
        for (UnsafeBuffer buffer : List.of(new UnsafeBuffer(new byte[length]), new UnsafeBuffer(new byte[SIZE + 99], 11, length),
            new UnsafeBuffer(ByteBuffer.allocateDirect(length)),
            new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE + 50).slice(13, length)),
            new UnsafeBuffer(ByteBuffer.allocate(SIZE + 50).slice(17, length)))) {
            session.getBytes(pointer, 3, buffer, 7, SIZE - 3);
            assertPart(buffer);
            random.nextBytes(bytes);
            buffer.putBytes(20, bytes);
            session.putBytes(pointer, 0, buffer, 20, SIZE);
            assertContents(pointer);
        }
        ExpandableArrayBuffer expandable = new ExpandableArrayBuffer(length);
        session.getBytes(pointer, 3, expandable, 7, SIZE - 3);
        assertPart(expandable);
        session.putBytes(pointer, 3, expandable, 7, SIZE - 3);
        assertContents(pointer);
    }

    private void assertPart(DirectBuffer buffer) {
        for (int i = 0; i < SIZE + 20; i++) {
            assertEquals(i < 7 || i >= SIZE + 4 ? 0 : bytes[i - 4], buffer.getByte(i), "i=" + i);
        }
    }

    // ---- views ----

    @ParameterizedTest
    @EnumSource(Place.class)
    void viewShowsTheWholeObjectAndNothingElse(Place place) {
        long pointer = object(place);
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        UnsafeBuffer readView = new UnsafeBuffer(0, 0);
        session.wrap(pointer, view);
        session.wrapForReading(pointer, readView);
        for (UnsafeBuffer each : List.of(view, readView)) {
            assertEquals(SLOT_BYTES, each.capacity());
            assertEquals(session.usableSize(pointer), each.capacity());
            each.getBytes(0, back);
            assertArrayEquals(bytes, back);
            assertThrows(IndexOutOfBoundsException.class, () -> each.getByte(SLOT_BYTES));
        }
        assertEquals(readView.addressOffset(), session.address(pointer));
        assertEquals(view.addressOffset(), session.writableAddress(pointer));
        random.nextBytes(bytes);
        view.putBytes(0, bytes);
        assertContents(pointer);
    }

    /** The rule of {@code free}: who holds the pointer reads on, by whatever method, until the section ends. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void objectThatIsFreedMeanwhileIsShownUntilTheSectionEnds(Place place) throws Exception {
        long pointer = object(place);
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        try (OtherThread other = new OtherThread("other")) {
            other.run(() -> {
                try (Session others = heap.openSession()) {
                    others.free(pointer);
                    heap.space().collectAll();
                    heap.space().domain().poll();
                }
            });
            assertContents(pointer);
            session.wrapForReading(pointer, view);
            view.getBytes(0, back);
            assertArrayEquals(bytes, back);
            session.wrap(pointer, view);
            assertEquals(SLOT_BYTES, session.usableSize(pointer));
            for (Accessor accessor : Accessor.all()) {
                accessor.body().on(session, pointer, 0);
            }
        }
    }

    /** The pointers of neighbours are a slot apart on a plain page; folded, the next place in memory is another object's. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void writingAViewFullChangesNoOtherObject(Place place) {
        long[] pointers = place.objects(heap, 5, SIZE);
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        session.enter();
        for (int i = 0; i < pointers.length; i++) {
            session.wrap(pointers[i], view);
            view.setMemory(0, view.capacity(), (byte) i);
        }
        for (int i = 0; i < pointers.length; i++) {
            for (int at = 0; at < SLOT_BYTES; at++) {
                assertEquals(i, session.getByte(pointers[i], at));
            }
        }
    }

    @Test
    void viewsOfTheLargestAndTheSmallestObjectShowAllOfIt() {
        long smallest = session.allocate(1);
        long largest = session.allocate(4 << 20);
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        session.enter();
        session.wrap(smallest, view);
        assertEquals(8, view.capacity());
        session.wrap(largest, view);
        assertEquals(4 << 20, view.capacity());
        view.putByte((4 << 20) - 1, (byte) 9);
        assertEquals(9, session.getByte(largest, (4 << 20) - 1));
    }
}
