package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.Page;

/**
 * The verifier that ends every other test finds what it looks for: each defect is seeded by hand into a healthy heap. The broken
 * heap is only unmapped afterwards, never used.
 */
class VerifierTest {
    private static final int SIZE = 1_000;

    private final Heap heap = Heap.builder().capacity(64 << 20).build();
    private final Session session = heap.openSession();
    private final Page plain;
    private final Page folded;
    private final Page large;

    VerifierTest() {
        long foldedPointer = Place.FOLDED.objects(heap, 20, SIZE)[0];
        folded = Place.page(heap, foldedPointer);
        large = Place.page(heap, Place.PLAIN.objects(heap, 1, 100_000)[0]);
        plain = Place.page(heap, Place.PLAIN.objects(heap, 10, SIZE)[0]);
        assertEquals(List.of(), heap.verify());
        assertTrue(folded.isFolded() && !plain.isFolded());
    }

    @AfterEach
    void close() {
        session.close();
        heap.close();
    }

    private void assertFound(String... parts) {
        List<String> problems = heap.verify();
        for (String part : parts) {
            assertTrue(problems.stream().anyMatch(line -> line.contains(part)), () -> "no '" + part + "' in " + problems);
        }
    }

    private static <T> T field(Object object, String name, Class<T> type) {
        try {
            return type.cast(access(object, name).get(object));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static void setField(Object object, String name, Object value) {
        try {
            access(object, name).set(object, value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Field access(Object object, String name) {
        try {
            Class<?> declaring = object instanceof Session ? AllocationAccess.class : object.getClass();
            Field field = declaring.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private void setEntry(Page page, long entry) {
        RawMemory.putLong(heap.space().table().address() + 8L * page.id(), entry);
    }

    private long entry(Page page) {
        return heap.space().table().entryAcquire(page.id());
    }

    // ---- slots ----

    @Test
    void slotThatIsNotCountedIsFound() {
        plain.allocateSlot();
        setField(plain, "heldCount", 3);
        assertFound("page=" + plain.id(), "held ");
    }

    @Test
    void freedSlotThatIsNotCountedIsFound() {
        plain.retire(0);
        setField(plain, "retiredCount", 0);
        assertFound("page=" + plain.id(), "retired ");
    }

    @Test
    void slotThatIsCountedButLostToItsSessionIsFound() {
        setField(session, "allocatedBytes", 8L);
        assertFound("live bytes: pages hold ");
    }

    // ---- entries ----

    @Test
    void entryThatShowsAnotherAddressIsFound() {
        setEntry(plain, Entry.present(plain.sizeClass(), large.run().address()));
        assertFound("page=" + plain.id(), "run is at 0x" + Long.toHexString(plain.run().address()));
    }

    @Test
    void entryOfAnotherClassIsFound() {
        setEntry(plain, Entry.present(plain.sizeClass() + 1, plain.run().address()));
        assertFound("page=" + plain.id(), "not PRESENT in class " + plain.sizeClass());
    }

    @Test
    void entryThatIsGoneIsFound() {
        setEntry(plain, Entry.ABSENT);
        assertFound("page=" + plain.id() + " ABSENT: not PRESENT");
    }

    @Test
    void entryLeftIsolatedIsFound() {
        setEntry(plain, Entry.isolate(entry(plain)));
        assertFound("page=" + plain.id() + " ISOLATED", "not PRESENT");
    }

    @Test
    void entryWithoutPageIsFound() {
        int id = heap.space().pages().reserve();
        RawMemory.putLong(heap.space().table().address() + 8L * id, entry(plain));
        assertFound("page=" + id + " is gone but mapped");
    }

    @Test
    void entryOfAnotherVersionIsFound() {
        setEntry(folded, Entry.folded(folded.sizeClass(), folded.slots().version() + 1));
        assertFound("page=" + folded.id(), "its slots have version " + folded.slots().version());
    }

    @Test
    void foldedEntryOfAPageThatIsNotFoldedIsFound() {
        setEntry(plain, Entry.folded(plain.sizeClass(), 1));
        assertFound("page=" + plain.id(), "its slots have version 0");
    }

    @Test
    void entryThatForgotItsSealIsFound() {
        Page sealed = Place.page(heap, session.allocateSealed(new byte[SIZE], 0, SIZE));
        assertEquals(List.of(), heap.verify());
        setEntry(sealed, Entry.present(sealed.sizeClass(), sealed.run().address()));
        assertFound("page=" + sealed.id(), "its run is SEALED");
        setEntry(sealed, Entry.seal(entry(sealed)));
        setEntry(plain, Entry.seal(entry(plain)));
        assertFound("page=" + plain.id(), "its run is MOVABLE");
    }

    // ---- owners ----

    @Test
    void sealedPageOfASessionIsFound() {
        Page sealed = Place.page(heap, session.allocateSealed(new byte[SIZE], 0, SIZE));
        sealed.setOwner(session.id());
        assertFound("page=" + sealed.id(), "session " + session.id() + " owns a sealed page");
    }

    @Test
    void pageThatTheCompactorForgotIsFound() {
        plain.setOwner(Page.COMPACTING);
        assertFound("page=" + plain.id(), "owner=" + Page.COMPACTING + " in a heap at rest");
    }

    @Test
    void pageThatWaitsForNoGracePeriodIsFound() {
        plain.setOwner(Page.COLLECTING);
        assertFound("page=" + plain.id(), "owner=" + Page.COLLECTING + " with snapshot=false");
    }

    // ---- runs and frames ----

    @Test
    void frameThatIsFreedUnderItsPageIsFound() {
        heap.space().frames().free(plain.run().address(), 1);
        assertFound("run 0x" + Long.toHexString(plain.run().address()) + ": its frames are free or in two runs", "frames: free ");
    }

    @Test
    void runThatIsReturnedTwiceIsFound() {
        heap.space().freeRun(large.run());
        assertFound("run 0x" + Long.toHexString(large.run().address()), "used bytes: runs have ", "frames: free ");
    }

    @Test
    void frameThatIsLostIsFound() {
        assertTrue(heap.space().frames().allocate(1, 0) != 0);
        assertFound("frames: free ");
    }

    @Test
    void frameInUseThatIsSaidToBeWithTheKernelIsFound() {
        field(heap.space().frames(), "clean", long[].class)[0] |= 1L << heap.space().frames().frameOf(plain.run().address());
        assertFound("region 0: frames with the OS that are not free");
    }

    @Test
    void runThatDoesNotKnowItsPageIsFound() {
        large.run().remove(large);
        assertFound("run 0x" + Long.toHexString(large.run().address()) + ": knows 0 pages, 1 live in it");
    }

    @Test
    void foldedPagesThatOverlapAreFound() {
        folded.prepareFold(folded.slots().base() + FrameLayout.FRAME_LENGTH);
        folded.movedTo(folded.run());
        setEntry(folded, Entry.folded(folded.sizeClass(), folded.slots().version()));
        assertFound("folded slots overlap or leave the run");
    }

    @Test
    void unfoldedPageInASharedRunIsFound() {
        Page other = Place.page(heap, Place.PLAIN.objects(heap, 1, 90_000)[0]);
        large.run().add(other);
        other.movedTo(large.run());
        setEntry(other, Entry.present(other.sizeClass(), large.run().address()));
        assertFound("shared by an unfolded page=" + other.id());
    }

    // ---- health ----

    /** Whatever the heap is doing: full pages, freed slots that wait, pages on the move, nothing at all. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void healthyHeapHasNoFindings(Place place) {
        Random random = new Random(place.ordinal());
        List<Long> pointers = new ArrayList<>();
        session.enter();
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(3) == 0 && !pointers.isEmpty()) {
                session.free(pointers.remove(random.nextInt(pointers.size())));
            } else {
                pointers.add(session.allocate(1 + random.nextInt(1 << random.nextInt(18))));
            }
            if (i % 100 == 0) {
                session.exit();
                assertEquals(List.of(), heap.verify());
                session.enter();
            }
        }
        session.exit();
        place.objects(heap, 10, SIZE);
        assertEquals(List.of(), heap.verify());
        assertNotNull(heap.regionMap());
        pointers.forEach(session::free);
        assertEquals(List.of(), heap.verify());
    }

    /** Verifying ends a migration that is under way, and says what holds it up if it cannot. */
    @Test
    void sectionThatHoldsUpAMigrationIsNamed() throws Exception {
        try (OtherThread reader = new OtherThread("reader-in-the-way")) {
            Session others = reader.call(heap::openSession);
            reader.run(others::enter);
            Place.ISOLATED.objects(heap, 1, SIZE);
            List<String> problems = heap.verify();
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).contains("a migration is under way that a long section holds up"), problems.get(0));
            assertTrue(problems.get(0).contains("reader-in-the-way"), problems.get(0));
            reader.run(others::exit);
            assertEquals(List.of(), heap.verify());
            reader.run(others::close);
        }
    }
}
