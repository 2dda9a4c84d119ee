package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.access.Checks;
import org.pagurus.relocation.internal.protocol.Protocol;

/** Objects above 4 MiB: they behave as others do, but have a mapping of their own, which never moves and is unmapped in time. */
class HugeObjectsTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    private static final int MIB = 1 << 20;
    private static final int OS_PAGE = 4_096;
    private static final long LIMIT_NANOS = 30_000_000_000L;
    private static final long CAPACITY = 64L * MIB;

    /** Called in the middle of a removal, before the entry becomes ABSENT. */
    private Runnable beforeRemove = () -> { };
    private final Heap heap = Heap.builder().capacity(CAPACITY).build(table -> new Protocol(table) {
        @Override
        public boolean remove(int pageId) {
            beforeRemove.run();
            return super.remove(pageId);
        }
    });
    private final Session session = heap.openSession();

    @AfterEach
    void heapIsUnharmed() {
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    private void pollAll() {
        for (int i = 0; i < 4; i++) {
            heap.space().domain().synchronize();
            heap.space().domain().poll();
        }
    }

    // ---- access ----

    @ParameterizedTest
    @ValueSource(ints = {4 * MIB + 1, 5 * MIB, 5 * MIB + 1, 9 * MIB - 3, 40 * MIB})
    void everyAccessorReachesTheWholeObjectAndNothingBehindIt(int size) {
        long pointer = session.allocate(size);
        int usable = session.usableSize(pointer);
        assertTrue(usable >= size && usable < size + OS_PAGE, "usable=" + usable);
        int end = Checks.FULL ? usable : SizeClasses.slotBytes(SizeClasses.classFor(size));
        session.enter();
        for (Accessor accessor : Accessor.all()) {
            accessor.body().on(session, pointer, 0);
            accessor.body().on(session, pointer, usable - 8);
            assertThrows(PointerException.class, () -> accessor.body().on(session, pointer, end), accessor.name());
            assertThrows(PointerException.class, () -> accessor.body().on(session, pointer, -8), accessor.name());
        }
        assertThrows(PointerException.class, () -> session.getLong(pointer, end - 7));
        assertEquals(0, session.address(pointer) % (2 * MIB));
        session.exit();
        assertThrows(PointerException.class, () -> session.free(pointer + OS_PAGE));
    }

    @Test
    void bulkCopiesSpanTheObject() {
        byte[] bytes = new byte[6 * MIB + 17];
        new Random(SEED).nextBytes(bytes);
        long pointer = session.allocate(bytes.length);
        session.enter();
        session.putBytes(pointer, 0, bytes, 0, bytes.length);
        byte[] back = new byte[bytes.length];
        session.getBytes(pointer, 0, back, 0, back.length);
        session.exit();
        assertArrayEquals(bytes, back);
    }

    // ---- accounting ----

    @Test
    void memoryIsCountedForTheObjectAndResidentWhereTouched() {
        HeapStats before = heap.stats();
        long pointer = session.allocate(9 * MIB + 1);
        HeapStats with = heap.stats();
        int held = 9 * MIB + OS_PAGE;
        assertEquals(held, session.usableSize(pointer));
        assertEquals(held, with.liveBytes() - before.liveBytes());
        assertEquals(held, with.usedBytes() - before.usedBytes());
        assertEquals(9 * MIB + 65_536, before.freeBytes() - with.freeBytes());
        assertEquals(1, with.hugeObjects());
        assertEquals(held, with.hugeBytes());
        assertEquals(held, heap.regionMap().hugeBytes());
        assertEquals(0, heap.space().huge().residentBytes());
        session.enter();
        session.putLong(pointer, 5 * MIB, 1);
        session.exit();
        assertEquals(OS_PAGE, heap.space().huge().residentBytes());
        assertEquals(List.of(), heap.verify());
        session.free(pointer);
        pollAll();
        HeapStats after = heap.stats();
        assertEquals(before.freeBytes(), after.freeBytes());
        assertEquals(0, after.hugeObjects() + after.hugeBytes() + after.usedBytes() + after.liveBytes());
    }

    @Test
    void aFullHeapRefusesAndServesAgainAfterAFree() {
        long first = session.allocate(40 * MIB);
        OffHeapExhaustedException e = assertThrows(OffHeapExhaustedException.class, () -> session.allocate(30 * MIB));
        assertTrue(e.getMessage().contains("no memory for size=" + 30 * MIB), e.getMessage());
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                session.allocate(4 * MIB);
            }
        });
        session.free(first);
        // Its grace periods are waited for.
        long second = session.allocate(40 * MIB - 100);
        assertNotEquals(first, second);
        assertEquals(List.of(), heap.verify());
    }

    @Test
    void smallGarbageIsCompactedForAHugeObject() {
        List<Long> kept = new ArrayList<>();
        List<Long> garbage = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            (i % 64 == 0 ? kept : garbage).add(session.allocate(1_000));
        }
        garbage.forEach(session::free);
        long pointer = session.allocate(55 * MIB);
        assertTrue(heap.stats().pagesFolded() > 0);
        assertEquals(55 * MIB, session.usableSize(pointer));
        assertEquals(List.of(), heap.verify());
    }

    @Test
    void anObjectThatNoHeapOfThisCapacityHoldsIsRefusedAtOnce() {
        long begin = System.nanoTime();
        OffHeapExhaustedException e = assertThrows(OffHeapExhaustedException.class, () -> session.allocate(64 * MIB));
        assertTrue(e.getMessage().contains("no heap of this capacity"), e.getMessage());
        assertTrue(System.nanoTime() - begin < 500_000_000L);
        IllegalArgumentException tooLarge = assertThrows(IllegalArgumentException.class, () -> session.allocate((1L << 30) + 1));
        assertTrue(tooLarge.getMessage().contains("1 to 1073741824"), tooLarge.getMessage());
    }

    // ---- moving ----

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void hugeObjectsStayWhileAllElseMoves(ReadMode mode) {
        try (Heap moving = Heap.builder().capacity(CAPACITY).readMode(mode).build(); Session own = moving.openSession()) {
            ForcedMoves moves = new ForcedMoves(moving, new Random(SEED));
            long pointer = own.allocate(10 * MIB);
            own.enter();
            long address = own.address(pointer);
            own.putLong(pointer, 10 * MIB - 8, 42);
            own.exit();
            List<Long> small = new ArrayList<>();
            Random random = new Random(SEED);
            for (int i = 0; i < 400; i++) {
                small.add(own.allocate(1 + random.nextInt(5_000)));
                moves.isolateSome();
                if (random.nextInt(3) == 0) {
                    own.free(small.remove(random.nextInt(small.size())));
                }
                if (i % 40 == 0) {
                    own.free(own.allocate(4 * MIB + random.nextInt(4 * MIB)));
                }
                moves.goOn();
            }
            moves.finish();
            assertTrue(moving.compactor().compactNow(LIMIT_NANOS));
            own.enter();
            assertEquals(address, own.address(pointer));
            assertEquals(42, own.getLong(pointer, 10 * MIB - 8));
            own.exit();
            assertTrue(moves.migrated() > 20, "seed=" + SEED + " moved=" + moves.migrated());
            assertEquals(List.of(), moving.verify(), "seed=" + SEED);
        }
    }

    /** A region is emptied for a long run although huge objects lie outside of all regions. */
    @Test
    void regionsAreEmptiedBesideHugeObjects() {
        List<Long> pointers = new ArrayList<>();
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                pointers.add(session.allocate(60_000));
            }
        });
        for (int i = 0; i < pointers.size(); i += 2) {
            session.free(pointers.get(i));
        }
        session.allocate(20 * MIB);
        session.allocate(3 * MIB);
        assertTrue(heap.stats().pagesMigrated() > 0);
        assertEquals(List.of(), heap.verify());
    }

    @Test
    void sparsePagesBesideAHugeObjectAreNoticed() throws InterruptedException {
        try (Heap watched = Heap.builder().capacity(CAPACITY).maxCpu(1).build(); Session own = watched.openSession()) {
            own.allocate(50 * MIB);
            SparsePages.objects(watched, 30, 1_000, 1);
            for (long end = System.nanoTime() + LIMIT_NANOS; System.nanoTime() - end < 0 && watched.stats().pagesFolded() == 0;) {
                watched.compactor().doWork();
                Thread.sleep(1);
            }
            assertTrue(watched.stats().pagesFolded() > 0, "the huge object hid them");
        }
    }

    // ---- freeing ----

    @Test
    void i3_aFreedMappingStaysUntilEverySectionThatCouldReadItHasEnded() throws Exception {
        try (OtherThread other = new OtherThread("reader")) {
            long pointer = session.allocate(5 * MIB);
            session.enter();
            session.putLong(pointer, 0, 42);
            session.exit();
            Session reader = other.call(heap::openSession);
            other.run(reader::enter);
            long address = other.call(() -> reader.address(pointer));
            session.free(pointer);
            heap.space().domain().poll();
            assertEquals(42, other.call(() -> RawMemory.getLong(address)));
            assertEquals(42L, other.call(() -> reader.getLong(pointer, 0)));
            other.run(reader::exit);
            pollAll();
            assertEquals(0, heap.space().huge().count());
            assertFalse(isMapped(address));
            other.run(reader::enter);
            PointerException e = assertThrows(PointerException.class, () -> other.call(() -> reader.getLong(pointer, 0)));
            assertTrue(e.getMessage().contains("not allocated"), e.getMessage());
            other.run(reader::exit);
            other.run(reader::close);
        }
    }

    /** A section that uses a freed pointer by mistake loads the entry just before it becomes ABSENT: no access may fault. */
    @Test
    void i3_aStrayAccessDuringTheRemovalFindsMemory() throws Exception {
        try (OtherThread other = new OtherThread("stray")) {
            long pointer = session.allocate(5 * MIB);
            Session stray = other.call(heap::openSession);
            long address = Place.page(heap, pointer).run().address();
            boolean[] entered = new boolean[1];
            beforeRemove = () -> {
                try {
                    other.run(stray::enter);
                    assertEquals(0L, other.call(() -> Checks.FULL ? 0 : stray.getLong(pointer, 0)));
                    entered[0] = true;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            };
            session.free(pointer);
            heap.space().domain().synchronize();
            heap.space().domain().poll();
            beforeRemove = () -> { };
            assertTrue(entered[0], "not removed");
            heap.space().domain().poll();
            assertThrows(PointerException.class, () -> other.call(() -> stray.getLong(pointer, 0)));
            assertTrue(isMapped(address), "unmapped under a section");
            assertEquals(5 * MIB, heap.space().huge().usedBytesAt(address));
            // Its memory waits, and is accounted for.
            HeapStats waiting = heap.stats();
            assertEquals(5 * MIB, waiting.waitingBytes());
            assertEquals(0, waiting.hugeObjects());
            assertEquals(List.of(), heap.verify());
            other.run(stray::exit);
            pollAll();
            assertFalse(isMapped(address));
            other.run(stray::close);
        }
    }

    @Test
    void closingUnmapsThem() throws IOException {
        Heap other = Heap.builder().capacity(CAPACITY).build();
        long address;
        try (Session own = other.openSession()) {
            long pointer = own.allocate(20 * MIB);
            own.enter();
            address = own.address(pointer);
            own.exit();
        }
        assertTrue(isMapped(address));
        other.close();
        assertFalse(isMapped(address));
    }

    private static boolean isMapped(long address) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            int dash = line.indexOf('-');
            long start = Long.parseUnsignedLong(line.substring(0, dash), 16);
            long end = Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
            if (Long.compareUnsigned(start, address) <= 0 && Long.compareUnsigned(address, end) < 0) {
                return true;
            }
        }
        return false;
    }

    // ---- other forms of allocation ----

    @Test
    void zeroedAndAlignedObjectsAreSo() {
        long dirty = session.allocate(6 * MIB);
        session.enter();
        session.putBytes(dirty, 0, filled(6 * MIB), 0, 6 * MIB);
        session.exit();
        session.free(dirty);
        pollAll();
        long zeroed = session.allocateZeroed(6 * MIB);
        long aligned = session.allocate(4 * MIB + 1, 65_536);
        byte[] bytes = new byte[6 * MIB];
        session.enter();
        session.getBytes(zeroed, 0, bytes, 0, bytes.length);
        assertEquals(0, session.address(aligned) % 65_536);
        session.exit();
        assertArrayEquals(new byte[6 * MIB], bytes);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x5a);
        return bytes;
    }

    @Test
    void reallocateGrowsInPlaceWithinItsClass() {
        long pointer = session.allocate(8 * MIB + 1);
        session.enter();
        session.putLong(pointer, 0, 42);
        session.exit();
        assertEquals(pointer, session.reallocate(pointer, 10 * MIB));
        assertEquals(10 * MIB, session.usableSize(pointer));
        assertEquals(10 * MIB, heap.stats().liveBytes());
        assertEquals(pointer, session.reallocate(pointer, 9 * MIB));
        assertEquals(9 * MIB, heap.stats().liveBytes());
        assertEquals(List.of(), heap.verify());
        long larger = session.reallocate(pointer, 10 * MIB + 1);
        assertNotEquals(pointer, larger);
        session.enter();
        assertEquals(42, session.getLong(larger, 0));
        session.exit();
        assertThrows(PointerException.class, () -> session.reallocate(pointer, 100));
    }

    @Test
    void reallocateKeepsContentsFromSmallToHugeAndBack() {
        Random random = new Random(SEED);
        byte[] expected = new byte[1];
        long pointer = session.allocate(1);
        session.enter();
        session.putBytes(pointer, 0, expected, 0, 1);
        session.exit();
        for (int i = 0; i < 40; i++) {
            int size = 1 + random.nextInt(i % 2 == 0 ? 12 * MIB : 100_000);
            pointer = session.reallocate(pointer, size);
            byte[] back = new byte[Math.min(size, expected.length)];
            session.enter();
            session.getBytes(pointer, 0, back, 0, back.length);
            assertArrayEquals(Arrays.copyOf(expected, back.length), back, "seed=" + SEED + " step=" + i);
            expected = new byte[size];
            random.nextBytes(expected);
            session.putBytes(pointer, 0, expected, 0, size);
            session.exit();
        }
        session.freeNow(pointer);
        assertEquals(0, heap.stats().liveBytes());
    }

    // ---- the verifier ----

    @Test
    void theVerifierFindsMappingsThatAreNotAccountedFor() {
        try (Heap broken = Heap.builder().capacity(CAPACITY).build(); Session own = broken.openSession()) {
            own.allocate(5 * MIB);
            assertEquals(List.of(), broken.verify());
            long lost = broken.space().huge().allocate(6 * MIB, 6 * MIB, 0);
            assertTrue(broken.verify().toString().contains("huge objects hold"), () -> broken.verify().toString());
            broken.space().huge().free(lost);
            assertEquals(List.of(), broken.verify());
            long pointer = own.allocate(5 * MIB);
            long address = Place.page(broken, pointer).run().address();
            broken.space().huge().tryResize(address, 4 * MIB, 0);
            assertTrue(broken.verify().toString().contains("its mapping"), () -> broken.verify().toString());
            broken.space().huge().free(address);
            assertTrue(broken.verify().toString().contains("its mapping -1"), () -> broken.verify().toString());
        }
    }
}
