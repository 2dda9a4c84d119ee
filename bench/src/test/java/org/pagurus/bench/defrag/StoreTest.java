package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.bench.defrag.store.Memory;
import org.pagurus.bench.defrag.store.Store;
import org.pagurus.bench.defrag.workload.ChurnWorkload;
import org.pagurus.bench.defrag.workload.LiveSet;
import org.pagurus.bench.defrag.workload.ObjectTable;
import org.pagurus.bench.defrag.workload.PairsWorkload;
import org.pagurus.bench.defrag.workload.Sizes;
import org.pagurus.bench.defrag.workload.Workload;

/** What every store does alike; those that need flags of their own are tested in a JVM of their own by {@link ForksTest}. */
class StoreTest {
    private static final Workload WORKLOAD = new ChurnWorkload("test", 4L << 20, new Sizes(16, 3000), 50, new Sizes(100, 9000));

    /** An empty store with one mutator, and a live set on it. */
    private static final class Opened implements AutoCloseable {
        private final Store store;
        private final Store.Mutator mutator;
        private final ObjectTable table;
        private final LiveSet objects;

        Opened(Allocator allocator, Workload workload, int maxObjects) {
            store = allocator.open(workload, maxObjects);
            mutator = store.mutator();
            table = new ObjectTable(List.of(mutator), maxObjects);
            objects = table.parts().get(0);
        }

        @Override
        public void close() {
            mutator.close();
            store.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PAGURUS", "PAGURUS_DEFAULT_CAP", "MALLOC", "NETTY_POOLED", "NETTY_ADAPTIVE", "TERRACOTTA", "HEAP_G1"})
    void liveSet_objectsAreRightForBothReaders(Allocator allocator) {
        try (Opened opened = new Opened(allocator, WORKLOAD, WORKLOAD.maxObjects())) {
            LiveSet objects = opened.objects;
            SplittableRandom random = new SplittableRandom(1);
            WORKLOAD.phases().forEach(phase -> phase.body().run(objects, random));
            assertEquals(0, objects.wrong());
            try (Store.Access access = opened.store.access(opened.table.pointers())) {
                for (int n = 0; n < objects.count(); n++) {
                    assertEquals(Store.Access.RIGHT, access.read(objects.at(n)));
                }
                int index = objects.at(0);
                objects.remove(index);
                assertEquals(Store.Access.ABSENT, access.read(index));
            }
            assertEquals("", opened.store.problem());
            objects.clear();
        }
    }

    /** The proof that the readers look: one object stands where another should. */
    @ParameterizedTest
    @EnumSource(names = {"PAGURUS", "PAGURUS_DEFAULT_CAP", "MALLOC", "NETTY_POOLED", "NETTY_ADAPTIVE", "TERRACOTTA", "HEAP_G1"})
    void swappedObjects_areFoundByBothReaders(Allocator allocator) {
        try (Opened opened = new Opened(allocator, WORKLOAD, 2)) {
            AtomicLongArray pointers = opened.table.pointers();
            int first = opened.objects.add(100);
            int second = opened.objects.add(100);
            long pointer = pointers.get(first);
            pointers.set(first, pointers.get(second));
            pointers.set(second, pointer);
            assertEquals(2, opened.objects.wrong());
            try (Store.Access access = opened.store.access(pointers)) {
                assertEquals(Store.Access.WRONG, access.read(first));
            }
        }
    }

    /** A library that drops a value: the pointer is there and the value is not. */
    @Test
    void lostValue_isFoundByBothReaders() {
        try (Opened opened = new Opened(Allocator.HEAP_G1, WORKLOAD, 2)) {
            int index = opened.objects.add(100);
            opened.mutator.free(opened.table.pointers().get(index), 0);
            assertEquals(1, opened.objects.wrong());
            try (Store.Access access = opened.store.access(opened.table.pointers())) {
                assertEquals(Store.Access.WRONG, access.read(index));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PAGURUS", "PAGURUS_DEFAULT_CAP"})
    void memory_countsWhatIsTouched(Allocator allocator) {
        try (Opened opened = new Opened(allocator, new PairsWorkload("test", 64L << 20), 20)) {
            long before = opened.store.memory().totalBytes();
            for (int i = 0; i < 20; i++) {
                opened.objects.add(1_000_000);
            }
            long grown = opened.store.memory().totalBytes() - before;
            assertTrue(grown >= opened.objects.liveBytes(), "grown=" + grown);
            assertTrue(grown <= 1.1 * opened.objects.liveBytes(), "grown=" + grown);
            Memory memory = opened.store.memory();
            assertTrue(memory.totalBytes() <= memory.residentBytes() + memory.metadataBytes());
            assertTrue(memory.totalBytes() >= memory.residentBytes());
            opened.objects.clear();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PAGURUS", "PAGURUS_DEFAULT_CAP", "MALLOC", "NETTY_ADAPTIVE", "HEAP_G1"})
    void accessor_overwrittenObject_countsAWrongRead(Allocator allocator) throws InterruptedException {
        try (Opened opened = new Opened(allocator, WORKLOAD, 2)) {
            int first = opened.objects.add(100);
            int second = opened.objects.add(100);
            try (Accessor accessor = new Accessor(opened.store, opened.table, 1)) {
                Thread.sleep(20);
                assertEquals(0, accessor.wrong());
                opened.table.pointers().set(first, opened.table.pointers().get(second));
                for (int i = 0; i < 10_000 && accessor.wrong() == 0; i++) {
                    Thread.sleep(1);
                }
                assertTrue(accessor.wrong() > 0);
                assertEquals(null, accessor.error());
            }
        }
    }
}
