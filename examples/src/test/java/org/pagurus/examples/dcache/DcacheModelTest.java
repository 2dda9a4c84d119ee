package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.relocation.Heap;

/**
 * Random operations of one thread, each compared with a tree of java.util maps, while pages are folded between them. Repeat a
 * failure with -Dpagurus.test.flags=-Dpagurus.seed=N.
 */
class DcacheModelTest {
    private static final int STEPS = 6_000;
    private static final int BUCKETS = 16;
    private static final int HELD = 20;

    private final long seed = Long.getLong("pagurus.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource(Variant.class)
    void randomOperations_agreeWithTheModel(Variant variant) {
        System.out.println("pagurus.seed=" + seed);
        try (Heap heap = Heap.builder().capacity(32 << 20).build()) {
            Dcache cache = new Dcache(heap, variant, BUCKETS, new Parts());
            ModelTree model = new ModelTree();
            Operations operations = new Operations(seed);
            Fragmenter fragmenter = new Fragmenter(seed);
            Deque<Long> held = new ArrayDeque<>();
            for (int step = 0; step < STEPS; step++) {
                fragmenter.step(heap.session());
                String label = "seed=" + seed + " step=" + step + " ";
                Operations.Operation operation = operations.next(model, cache);
                assertEquals(Operations.outcome(operation.model()), Operations.outcome(operation.cache()), label + operation);
                compare(model, cache, operations.path(), label + "after " + operation + ": ");
                hold(cache, held, operations.path());
                if (step % 500 == 499) {
                    fragmenter.clear(heap.session());
                    heap.compactor().compactNow(1_000_000_000L);
                    compareAll(model, cache, label);
                }
                if (step % 2_000 == 1_999) {
                    held.forEach(cache::dput);
                    held.clear();
                    assertEquals(List.of(), DcacheVerifier.verify(cache, heap), label);
                    cache.prune();
                }
            }
            fragmenter.clear(heap.session());
            assertTrue(heap.stats().pagesMigrated() > 20, "moved=" + heap.stats().pagesMigrated());
            cache.close();
            assertEquals(0, heap.stats().liveBytes());
            assertEquals(List.of(), heap.verify());
        }
    }

    /** Dentries that are held when they are removed take the other way. */
    private static void hold(Dcache cache, Deque<Long> held, String path) {
        long dentry = cache.lookup(PathName.of(path));
        if (dentry != 0) {
            held.add(dentry);
        }
        if (held.size() > HELD) {
            cache.dput(held.remove());
        }
    }

    private static void compare(ModelTree model, Dcache cache, String path, String label) {
        PathName name = PathName.of(path);
        long expected = model.inode(path);
        assertEquals(expected, cache.inode(name), label + path);
        long dentry = cache.lookup(name);
        assertEquals(expected != 0, dentry != 0, label + path);
        if (dentry != 0) {
            assertEquals(expected, cache.inode(dentry), label + path);
            assertEquals(path, cache.pathOf(dentry), label);
            long parent = cache.dgetParent(dentry);
            assertEquals(model.inode(path.substring(0, Math.max(1, path.lastIndexOf('/')))), cache.inode(parent), label + path);
            cache.dput(parent);
            cache.dput(dentry);
        }
    }

    private static void compareAll(ModelTree model, Dcache cache, String label) {
        Deque<String> directories = new ArrayDeque<>(List.of("/"));
        while (!directories.isEmpty()) {
            String directory = directories.remove();
            String outcome = Operations.outcome(() -> {
                assertEquals(model.list(directory), new TreeSet<>(cache.list(PathName.of(directory))), label + directory);
                return 0;
            });
            boolean isDirectory = outcome.equals("inode 0");
            for (String name : model.list(directory)) {
                assertTrue(isDirectory, label + directory);
                String path = (directory.equals("/") ? "" : directory) + "/" + name;
                compare(model, cache, path, label);
                directories.add(path);
            }
        }
    }
}
