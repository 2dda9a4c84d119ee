package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreTest {
    private static final Workload WORKLOAD = new ChurnWorkload("test", 4L << 20, new Sizes(16, 3000), 50, new Sizes(100, 9000));

    @ParameterizedTest
    @EnumSource(Allocator.class)
    void liveSet_objectsAreRightForBothReaders(Allocator allocator) {
        try (Store store = WorkloadRun.store(WORKLOAD, allocator)) {
            LiveSet objects = new LiveSet(store, WORKLOAD.maxObjects());
            SplittableRandom random = new SplittableRandom(1);
            WORKLOAD.phases().forEach(phase -> phase.body().run(objects, random));
            assertEquals(0, objects.wrong());
            try (Store.Access access = store.access(objects.pointers())) {
                for (int n = 0; n < objects.count(); n++) {
                    assertEquals(Store.Access.RIGHT, access.read(objects.at(n)));
                }
                int index = objects.at(0);
                objects.remove(index);
                assertEquals(Store.Access.ABSENT, access.read(index));
            }
            assertEquals("", store.problem());
        }
    }

    /** The proof that the readers look: one object stands where another should. */
    @ParameterizedTest
    @EnumSource(Allocator.class)
    void swappedObjects_areFoundByBothReaders(Allocator allocator) {
        try (Store store = WorkloadRun.store(WORKLOAD, allocator)) {
            LiveSet objects = new LiveSet(store, 2);
            int first = objects.add(100);
            int second = objects.add(100);
            long pointer = objects.pointers().get(first);
            objects.pointers().set(first, objects.pointers().get(second));
            objects.pointers().set(second, pointer);
            assertEquals(2, objects.wrong());
            try (Store.Access access = store.access(objects.pointers())) {
                assertEquals(Store.Access.WRONG, access.read(first));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PAGURUS", "PAGURUS_DEFAULT_CAP"})
    void memory_countsWhatIsTouched(Allocator allocator) {
        Workload fill = new PairsWorkload("test", 64L << 20);
        try (Store store = WorkloadRun.store(fill, allocator)) {
            LiveSet objects = new LiveSet(store, 20);
            long before = store.memory().totalBytes();
            for (int i = 0; i < 20; i++) {
                objects.add(1_000_000);
            }
            long grown = store.memory().totalBytes() - before;
            assertTrue(grown >= objects.liveBytes(), "grown=" + grown);
            assertTrue(grown <= 1.1 * objects.liveBytes(), "grown=" + grown);
            Memory memory = store.memory();
            assertTrue(memory.totalBytes() <= memory.residentBytes() + memory.metadataBytes());
            assertTrue(memory.totalBytes() >= memory.residentBytes());
            while (objects.count() > 0) {
                objects.remove(objects.at(0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Allocator.class)
    void accessor_overwrittenObject_countsAWrongRead(Allocator allocator) throws InterruptedException {
        try (Store store = WorkloadRun.store(WORKLOAD, allocator)) {
            LiveSet objects = new LiveSet(store, 2);
            int first = objects.add(100);
            int second = objects.add(100);
            try (Accessor accessor = new Accessor(store, objects, 1)) {
                Thread.sleep(20);
                assertEquals(0, accessor.wrong());
                assertFalse(accessor.pauses().getTotalCount() == 0);
                objects.pointers().set(first, objects.pointers().get(second));
                for (int i = 0; i < 1000 && accessor.wrong() == 0; i++) {
                    Thread.sleep(1);
                }
                assertTrue(accessor.wrong() > 0);
                assertEquals(null, accessor.error());
            }
        }
    }
}
