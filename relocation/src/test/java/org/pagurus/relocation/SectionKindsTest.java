package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.rcu.RcuDomain;

/** Strict and sleepable sections: what each may do, and how they nest. */
@Timeout(60)
class SectionKindsTest {
    private final MigrationScene scene = new MigrationScene();
    private final Heap heap = scene.heap();
    private final Session session = scene.session();

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private static void assertRefused(String why, Executable call) {
        IllegalStateException e = assertThrows(IllegalStateException.class, call);
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void theMigratorWaitsForASleepableSection() throws Exception {
        long pointer = scene.objects(1)[0];
        try (OtherThread sleeper = new OtherThread("sleeper")) {
            Session other = sleeper.call(heap::openSession);
            long address = sleeper.call(() -> {
                other.enterSleepable();
                return other.writableAddress(pointer);
            });
            scene.isolate(pointer);
            assertEquals(0, scene.step(), "begin would lose a write through the address");
            assertEquals(Entry.ISOLATED, scene.state(pointer));
            sleeper.run(() -> {
                org.pagurus.allocator.internal.os.RawMemory.putLong(address, 11);
                other.exit();
                other.close();
            });
            scene.step();
            assertEquals(1, scene.committed());
            assertEquals(11, scene.read(pointer, 0));
        }
    }

    /** I3. */
    @Test
    void anOldFrameWaitsForASleepableReader() throws Exception {
        long pointer = scene.objects(1)[0];
        try (OtherThread sleeper = new OtherThread("sleeper")) {
            Session other = sleeper.call(heap::openSession);
            scene.move(pointer, () -> sleeper.run(() -> {
                other.enterSleepable();
                other.address(pointer);
            }));
            assertEquals(1, scene.committed());
            heap.space().domain().poll();
            assertTrue(heap.stats().waitingBytes() > 0);
            sleeper.run(() -> {
                other.exit();
                other.close();
            });
            heap.space().domain().poll();
            assertEquals(0, heap.stats().waitingBytes());
        }
    }

    @Test
    void aSleepableSectionMayBlockAndAStrictOneMayNot() {
        session.enterSleepable();
        RcuDomain.checkMayBlock("sleep");
        session.exit();
        session.enter();
        assertRefused("sleep blocks", () -> RcuDomain.checkMayBlock("sleep"));
        session.exit();
    }

    @Test
    void whatWouldWaitForTheCallersOwnSleepableSectionIsRefused() {
        session.enterSleepable();
        assertRefused("inside a section", heap::stats);
        assertRefused("inside a section", heap::verify);
        assertRefused("inside a section", heap::close);
        assertRefused("inside a section", () -> heap.compactor().compactNow(1));
        assertRefused("closed inside a section", session::close);
        session.exit();
        heap.stats();
    }

    @Test
    void anAllocationInASleepableSectionDoesNotWaitForItself() {
        try (Heap small = Heap.builder().capacity(8 << 20).build(); Session own = small.openSession()) {
            own.enterSleepable();
            long begin = System.nanoTime();
            assertThrows(OffHeapExhaustedException.class, () -> {
                for (;;) {
                    own.allocate(30_000);
                }
            });
            assertTrue(System.nanoTime() - begin < 900_000_000L, "waited for its own grace period");
            own.exit();
        }
    }

    @Test
    void aNestedSectionTakesOverKindAndPolicy() {
        session.enterSleepable(OnMigration.WAIT);
        session.enter();
        RcuDomain.checkMayBlock("sleep");
        session.enterSleepable();
        session.enterSleepable(OnMigration.WAIT);
        session.exit();
        session.exit();
        session.exit();
        assertTrue(session.inSection());
        session.exit();
        assertFalse(session.inSection());
        assertRefused("without enter", session::exit);
        session.enter();
        assertRefused("blocks", () -> RcuDomain.checkMayBlock("sleep"));
        session.exit();
    }

    @Test
    void nestingThatWouldMixIsRefused() {
        session.enter();
        assertRefused("would block the strict one", session::enterSleepable);
        assertRefused("has its policy", () -> session.enter(OnMigration.FALLBACK));
        session.enter(OnMigration.CANCEL);
        session.exit();
        session.exit();
        session.enterSleepable(OnMigration.WAIT);
        assertRefused("has its policy", () -> session.enterSleepable(OnMigration.CANCEL));
        assertRefused("has its policy", () -> session.enter(OnMigration.CANCEL));
        session.exit();
        assertFalse(session.inSection());
    }

    @Test
    void waitingInAStrictSectionIsRefused() {
        assertRefused("enterSleepable(WAIT)", () -> session.enter(OnMigration.WAIT));
        assertFalse(session.inSection());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Heap.builder().onMigration(OnMigration.WAIT)).getMessage()
            .contains("sleepableOnMigration(WAIT)"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Heap.builder().sleepableOnMigration(OnMigration.RETRY))
            .getMessage().contains("onMigration(RETRY)"));
        assertRefused("session.run(task)", () -> session.enterSleepable(OnMigration.RETRY));
    }

    @Test
    void aSleepableSectionInsideAStrictOneOfAnotherHeapIsRefused() {
        try (Heap other = Heap.builder().capacity(8 << 20).build(); Session strict = other.openSession()) {
            strict.enter();
            assertRefused("enterSleepable blocks", session::enterSleepable);
            strict.exit();
            session.enterSleepable();
            strict.enter();
            strict.exit();
            session.exit();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WAIT", "CANCEL", "FALLBACK"})
    void theDefaultOfSleepableSectionsIsTheHeaps(OnMigration policy) {
        try (Heap own = Heap.builder().sleepableOnMigration(policy).capacity(8 << 20).build();
            Session one = own.openSession()) {
            one.enterSleepable();
            one.enterSleepable(policy);
            one.exit();
            one.exit();
            one.enter(OnMigration.CANCEL);
            one.enter();
            one.exit();
            one.exit();
        }
    }

    @Test
    void aThreadThatEndsInsideASleepableSectionHoldsNothing() throws Exception {
        long pointer = scene.objects(1)[0];
        scene.isolate(pointer);
        try (OtherThread dying = new OtherThread("dying")) {
            dying.run(() -> {
                Session left = heap.openSession();
                left.enterSleepable(OnMigration.WAIT);
                left.putLong(pointer, 0, 1);
            });
        }
        assertEquals(1, Entry.pins(scene.entry(pointer)));
        heap.openSession().close();
        assertEquals(0, Entry.pins(scene.entry(pointer)), "the pin was taken over");
        scene.step();
        assertEquals(1, scene.committed());
    }

    @Test
    void aClosedHeapRefusesBoth() {
        Heap own = Heap.builder().capacity(8 << 20).build();
        Session one = own.openSession();
        own.close();
        assertRefused("closed", one::enterSleepable);
        assertRefused("closed", one::enter);
        assertRefused("closed", () -> one.run(() -> { }));
        assertRefused("closed", one::reserve);
    }
}
