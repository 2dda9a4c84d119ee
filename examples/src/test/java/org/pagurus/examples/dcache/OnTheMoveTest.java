package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.Session;

/**
 * The question of the exchange: dget_parent counts a dentry whose page is being copied just then. Strict sections cancel the
 * copy, sleepable ones wait for it. Both are seen to happen, and both sides go on.
 */
class OnTheMoveTest {
    private static final int DIRECTORIES = 64;
    /** Of a dentry's size, in the pages of the directories, about 500 for each. */
    private static final int OTHERS = 500 * DIRECTORIES;
    private static final int PARTS = 16;
    private static final long MAX_NANOS = 60_000_000_000L;

    @ParameterizedTest
    @EnumSource(Variant.class)
    void dgetParent_andTheCompactor_bothGoOn(Variant variant) throws Exception {
        long deadline = System.nanoTime() + MAX_NANOS;
        try (Heap heap = Heap.builder().capacity(64 << 20).build(); OtherThread other = new OtherThread()) {
            Dcache cache = new Dcache(heap, variant);
            long[] others = new long[OTHERS];
            List<Long> files = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                if (i % (OTHERS / DIRECTORIES) == 0) {
                    String directory = "/" + files.size();
                    cache.mkdir(PathName.of(directory));
                    cache.create(PathName.of(directory + "/f"));
                    files.add(cache.lookup(PathName.of(directory + "/f")));
                }
                others[i] = heap.session().allocate(DentryLayout.LENGTH);
            }
            AtomicBoolean moving = new AtomicBoolean(true);
            Future<Long> counting = other.start(() -> count(cache, files, moving));
            int rounds = 0;
            for (; !isMet(variant, heap.stats()) && System.nanoTime() - deadline < 0; rounds++) {
                replace(heap.session(), others, rounds % PARTS);
                heap.compactor().compactNow(1_000_000_000L);
            }
            moving.set(false);
            long counted = OtherThread.resultOf(counting);
            HeapStats stats = heap.stats();
            System.out.println(variant + " rounds=" + rounds + " counted=" + counted + " moved=" + stats.pagesMigrated()
                + " cancelled=" + stats.migrationsCancelled() + " waits=" + stats.waits());
            assertTrue(isMet(variant, stats), "no migration entry was met in rounds=" + rounds);
            assertTrue(stats.pagesMigrated() > 0);
            files.forEach(cache::dput);
            for (long object : others) {
                heap.session().free(object);
            }
            assertEquals(List.of(), DcacheVerifier.verify(cache, heap));
            cache.close();
            assertEquals(0, heap.stats().liveBytes());
        }
    }

    private static boolean isMet(Variant variant, HeapStats stats) {
        return (variant == Variant.STRICT ? stats.migrationsCancelled() : stats.waits()) > 0;
    }

    /** Some of the objects get new places, so that all pages are sparse again. */
    private static void replace(Session session, long[] objects, int part) {
        for (int i = part; i < objects.length; i += PARTS) {
            session.free(objects[i]);
            objects[i] = session.allocate(DentryLayout.LENGTH);
        }
    }

    private static long count(Dcache cache, List<Long> files, AtomicBoolean moving) {
        SplittableRandom random = new SplittableRandom(1);
        long counted = 0;
        for (; moving.get(); counted++) {
            long file = files.get(random.nextInt(files.size()));
            long parent = cache.dgetParent(file);
            // The root has inode 1, and each directory came before its file.
            assertEquals(cache.inode(file) - 1, cache.inode(parent));
            cache.dput(parent);
        }
        return counted;
    }
}
