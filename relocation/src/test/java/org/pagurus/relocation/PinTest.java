package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;

/** Addresses that outlive their section. */
class PinTest {
    private static final int SIZE = 1_000;
    private static final int OS_PAGE = 4_096;
    private static final long FAR = 10_000_000_000L;

    /** Called between {@code begin} and the copy. */
    private Runnable afterBegin = () -> { };
    private final Heap heap = Heap.builder().capacity(64 << 20).build(table -> new Protocol(table) {
        @Override
        public long begin(int pageId) {
            long migrating = super.begin(pageId);
            if (migrating != 0) {
                afterBegin.run();
            }
            return migrating;
        }
    });
    private final Session session = heap.openSession();
    private final Migrator migrator = heap.compactor().migrator();

    @AfterEach
    void heapIsUnharmed() {
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    private void finishMoves() {
        while (!migrator.isIdle()) {
            migrator.step(System.nanoTime() + FAR);
        }
    }

    private void pollAll() {
        heap.space().revoke(id -> true);
        for (int i = 0; i < 4; i++) {
            heap.space().collectAll();
            heap.space().domain().synchronize();
            heap.space().domain().poll();
        }
    }

    private long get(long pointer) {
        session.enter();
        try {
            return session.getLong(pointer, 0);
        } finally {
            session.exit();
        }
    }

    private long addressOf(long pointer) {
        session.enter();
        try {
            return session.address(pointer);
        } finally {
            session.exit();
        }
    }

    private static void assertRefused(String reason, Executable call) {
        PointerException e = assertThrows(PointerException.class, call);
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    // ---- the address ----

    @ParameterizedTest
    @EnumSource(Place.class)
    void addressAndSessionShowTheSameWhereverThePageIs(Place place) {
        long[] pointers = place.objects(heap, 20, SIZE);
        long pointer = pointers[7];
        long address = session.pin(pointer);
        RawMemory.putLong(address, 1);
        assertEquals(1, get(pointer));
        finishMoves();
        assertTrue(heap.compactor().compactNow(FAR));
        assertEquals(address, addressOf(pointer));
        RawMemory.putLong(address, 2);
        RawMemory.putLong(address + SIZE - 8, 3);
        assertEquals(2, get(pointer));
        session.enter();
        session.putLong(pointer, 0, 4);
        session.exit();
        assertEquals(4, RawMemory.getLong(address));
        assertEquals(List.of(), heap.verify());
        session.unpin(pointer);
        assertTrue(migrator.addMove(Place.page(heap, pointer).run()), "movable again");
        finishMoves();
        assertNotEquals(address, addressOf(pointer));
        assertEquals(4, get(pointer));
    }

    /** A pin meets the migration entry itself: the copy is cancelled, in either mode. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pinCancelsACopyThatIsRunning(boolean folding) {
        long pointer = SparsePages.objects(heap, 2, SIZE, 10)[0];
        long before = addressOf(pointer);
        long[] address = new long[1];
        Page page = Place.page(heap, pointer);
        assertTrue(folding ? migrator.addFold(List.of(page.run()), false) : migrator.addMove(page.run()));
        migrator.startGracePeriod();
        afterBegin = () -> {
            afterBegin = () -> { };
            assertEquals(Entry.MIGRATING, Entry.state(heap.space().table().entryAcquire(page.id())));
            address[0] = session.pin(pointer);
            RawMemory.putLong(address[0], 77);
        };
        finishMoves();
        assertEquals(before, address[0]);
        assertEquals(before, addressOf(pointer));
        assertEquals(77, get(pointer));
        assertEquals(1, heap.stats().migrationsCancelled());
        session.unpin(pointer);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 5_000, 100_000, 5 << 20})
    void objectsOfEverySizeArePinned(int size) {
        long pointer = session.allocate(size);
        long address = session.pin(pointer);
        RawMemory.putLong(address + session.usableSize(pointer) - 8, 5);
        session.enter();
        assertEquals(5, session.getLong(pointer, session.usableSize(pointer) - 8));
        session.exit();
        session.free(pointer);
        pollAll();
        assertEquals(5, RawMemory.getLong(address + session.usableSize(pointer) - 8));
        assertEquals(1, heap.stats().pinnedPages());
        session.unpin(pointer);
        pollAll();
        assertEquals(0, heap.stats().pages());
    }

    // ---- counting ----

    @Test
    void pinsCountAndAnySessionUnpins() throws Exception {
        long[] pointers = SparsePages.objects(heap, 3, SIZE, 0);
        Page page = Place.page(heap, pointers[1]);
        long address = session.pin(pointers[1]);
        try (OtherThread other = new OtherThread("other")) {
            Session others = other.call(heap::openSession);
            assertEquals(address, other.call(() -> others.pin(pointers[1])));
            other.run(others::close);
            assertEquals(address, session.pin(pointers[1]));
            HeapStats stats = heap.stats();
            assertEquals(1, stats.pinnedObjects());
            assertEquals(1, stats.pinnedPages());
            // One pin of the entry for the object, however often it is pinned.
            assertEquals(1, Entry.pins(heap.space().table().entryAcquire(page.id())));
            Session late = other.call(heap::openSession);
            other.run(() -> late.unpin(pointers[1]));
            session.unpin(pointers[1]);
            assertFalse(page.isMovable(System.nanoTime()));
            assertFalse(migrator.addMove(page.run()), "still pinned once");
            other.run(() -> late.unpin(pointers[1]));
            other.run(late::close);
        }
        assertTrue(Entry.isPlain(heap.space().table().entryAcquire(page.id())));
        assertRefused("not pinned", () -> session.unpin(pointers[1]));
        assertEquals(0, heap.stats().pinnedObjects());
    }

    @Test
    void wrongPointersAreRefused() {
        long pointer = session.allocate(SIZE);
        assertRefused("the null pointer", () -> session.pin(0));
        assertRefused("not allocated", () -> session.pin(-1));
        assertRefused("not the start", () -> session.pin(pointer + 8));
        assertRefused("not allocated", () -> session.pin(pointer + Place.page(heap, pointer).slotBytes()));
        assertRefused("not allocated", () -> session.pin(Pointer.of(1_000, 0)));
        session.pin(pointer);
        assertRefused("not pinned", () -> session.unpin(pointer + 8));
        assertRefused("not pinned", () -> session.unpin(0));
        assertRefused("not pinned", () -> session.unpin(-1));
        assertEquals(1, heap.stats().pinnedObjects());
        session.unpin(pointer);
        session.free(pointer);
        pollAll();
        assertRefused("not allocated", () -> session.pin(pointer));
        assertFalse(session.inSection());
    }

    // ---- freeing ----

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFreedObjectIsFreeAfterItsLastUnpin(boolean now) {
        long kept = session.allocate(SIZE);
        long pointer = session.allocate(SIZE);
        long address = session.pin(pointer);
        session.pin(pointer);
        RawMemory.putLong(address, 42);
        long live = heap.stats().liveBytes();
        int slotBytes = Place.page(heap, pointer).slotBytes();
        if (now) {
            session.freeNow(pointer);
        } else {
            session.free(pointer);
        }
        assertEquals(live - slotBytes, heap.stats().liveBytes());
        pollAll();
        assertEquals(List.of(), heap.verify());
        assertRefused("freed twice", () -> session.free(pointer));
        assertRefused("freed twice", () -> session.freeNow(pointer));
        assertRefused("freed earlier", () -> session.reallocate(pointer, 10));
        // Nothing is served from its slot.
        List<Long> others = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            others.add(session.allocate(SIZE));
        }
        assertFalse(others.contains(pointer));
        session.unpin(pointer);
        pollAll();
        assertEquals(42, RawMemory.getLong(address));
        assertFalse(others.contains(pointer));
        session.unpin(pointer);
        assertRefused("not pinned", () -> session.unpin(pointer));
        assertEquals(List.of(), heap.verify());
        pollAll();
        boolean served = false;
        for (int i = 0; i < 500 && !served; i++) {
            served = session.allocate(SIZE) == pointer;
        }
        assertTrue(served, "its slot is free again");
        session.free(kept);
    }

    /** Pages of freed, pinned objects rest: a collect that came back to them would start one grace period after the other. */
    @Test
    void aFreedPinnedObjectDoesNotKeepGracePeriodsGoing() {
        long pointer = session.allocate(100_000);
        session.pin(pointer);
        session.free(pointer);
        pollAll();
        long before = heap.stats().gracePeriods();
        for (int i = 0; i < 100; i++) {
            heap.space().domain().poll();
        }
        assertEquals(before, heap.stats().gracePeriods());
        session.unpin(pointer);
        pollAll();
        assertEquals(0, heap.stats().pages());
    }

    /** A section found the pointer before it was unlinked, and pins it after it was freed: its grace period waits for that. */
    @Test
    void i3_aSectionPinsWhatItFoundBeforeItWasFreed() throws Exception {
        long pointer = session.allocate(100_000);
        session.enter();
        session.putLong(pointer, 0, 42);
        session.exit();
        try (OtherThread other = new OtherThread("reader")) {
            Session reader = other.call(heap::openSession);
            other.run(reader::enter);
            session.free(pointer);
            heap.space().domain().poll();
            long address = other.call(() -> reader.pin(pointer));
            other.run(reader::exit);
            pollAll();
            assertEquals(42, RawMemory.getLong(address));
            assertEquals(1, heap.stats().pages());
            assertEquals(0, heap.stats().liveBytes());
            other.run(() -> reader.unpin(pointer));
            pollAll();
            assertEquals(0, heap.stats().pages());
            other.run(reader::close);
        }
    }

    /**
     * A fold is made for the slots that are left when the freed ones are collected. One of those is pinned instead, and unpinned
     * before the next attempt: the page has one slot more than the target has room for.
     */
    @Test
    void aSlotThatWasPinnedInTimeDoesNotOverflowTheTargetOfAFold() throws Exception {
        long[] pointers = new long[2];
        try (Session loader = heap.openSession()) {
            pointers[0] = loader.allocate(OS_PAGE);
            pointers[1] = loader.allocate(OS_PAGE);
        }
        Page page = Place.page(heap, pointers[0]);
        try (OtherThread other = new OtherThread("reader")) {
            Session reader = other.call(heap::openSession);
            other.run(reader::enter);
            session.free(pointers[1]);
            assertEquals(1, page.retiredCount());
            assertTrue(migrator.addFold(List.of(page.run()), false));
            migrator.startGracePeriod();
            other.call(() -> reader.pin(pointers[1]));
            other.run(reader::exit);
            heap.space().domain().synchronize();
            // One page, one attempt.
            assertEquals(1, migrator.step(System.nanoTime()));
            other.run(() -> reader.unpin(pointers[1]));
            finishMoves();
            assertEquals(List.of(), heap.verify());
            assertEquals(0, heap.stats().pagesFolded());
            other.run(reader::close);
        }
    }

    // ---- the compactor ----

    @Test
    void thePlannerLeavesPinnedPagesAlone() {
        long[] pointers = SparsePages.objects(heap, 20, SIZE, 0);
        for (long pointer : pointers) {
            session.pin(pointer);
        }
        assertTrue(heap.compactor().compactNow(FAR));
        HeapStats stats = heap.stats();
        assertEquals(20, stats.pinnedPages());
        assertEquals(0, stats.pagesMigrated() + stats.pagesPutBack() + stats.migrationsCancelled());
        for (long pointer : pointers) {
            session.unpin(pointer);
        }
        assertTrue(heap.compactor().compactNow(FAR));
        assertEquals(20, heap.stats().pagesFolded());
    }

    @Test
    void theRestOfAFoldMovesOnWithoutThePinnedPage() {
        long[] pointers = SparsePages.objects(heap, 10, SIZE, 100);
        assertTrue(heap.compactor().compactNow(FAR));
        long address = session.pin(pointers[3]);
        // As a planner that does not look at pins.
        assertTrue(migrator.addMove(Place.page(heap, pointers[3]).run()));
        finishMoves();
        for (int i = 0; i < pointers.length; i++) {
            assertEquals(100 + i, get(pointers[i]));
        }
        assertEquals(address, addressOf(pointers[3]));
        session.unpin(pointers[3]);
    }

    // ---- closing ----

    @Test
    void aHeapWithPinsIsNotClosed() {
        Heap other = Heap.builder().capacity(16 << 20).build();
        Session own = other.openSession();
        long pointer = own.allocate(SIZE);
        long address = own.pin(pointer);
        IllegalStateException e = assertThrows(IllegalStateException.class, other::close);
        assertTrue(e.getMessage().contains("1 objects are pinned") && e.getMessage().contains("page=1"), e.getMessage());
        // Nothing has changed.
        RawMemory.putLong(address, 5);
        own.enter();
        assertEquals(5, own.getLong(pointer, 0));
        own.exit();
        own.close();
        own.unpin(pointer);
        other.close();
        assertThrows(IllegalStateException.class, () -> own.pin(pointer));
    }

    // ---- the verifier ----

    @Test
    void theVerifierFindsPinsThatDoNotHold() {
        try (Heap broken = Heap.builder().capacity(16 << 20).build(); Session own = broken.openSession()) {
            long pointer = own.allocate(SIZE);
            Page page = Place.page(broken, pointer);
            own.pin(pointer);
            assertEquals(List.of(), broken.verify());
            page.pinned(1);
            assertTrue(broken.verify().toString().contains("1 objects are pinned, counted 2"), () -> broken.verify().toString());
            page.pinned(-1);
            broken.space().protocol().unpin(page.id());
            assertTrue(broken.verify().toString().contains("1 objects are pinned"), () -> broken.verify().toString());
            broken.space().protocol().hold(page.id());
            long[] all = page.newSnapshot();
            Arrays.fill(all, -1);
            page.collect(all);
            assertTrue(broken.verify().toString().contains("is not allocated"), () -> broken.verify().toString());
            own.unpin(pointer);
        }
    }
}
