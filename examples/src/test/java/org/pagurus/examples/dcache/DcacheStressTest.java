package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapBuilder;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReadMode;
import org.pagurus.relocation.Session;

/** {@link DcacheStress}, right and with a defect. Repeat a failure with -Dpagurus.test.flags=-Dpagurus.seed=N. */
class DcacheStressTest {
    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int CHANGES = 400;
    private static final int FOUND = 1_500;
    private static final int MOVED = 20;
    /** Few, so that searches cross the ways of dentries that move. */
    private static final int BUCKETS = 8;

    private final long seed = Long.getLong("pagurus.seed", System.nanoTime());

    /** EXCLUSIVE readers meet migration entries too. */
    @ParameterizedTest
    @CsvSource({"STRICT, CANCEL, READ_THROUGH", "STRICT, CANCEL, EXCLUSIVE", "STRICT, FALLBACK, EXCLUSIVE",
        "SLEEPABLE, CANCEL, READ_THROUGH", "SLEEPABLE, CANCEL, EXCLUSIVE"})
    void everyAnswer_wasTrueMeanwhile(Variant variant, OnMigration strict, ReadMode mode) throws InterruptedException {
        System.out.println("pagurus.seed=" + seed);
        HeapBuilder settings = Heap.builder().capacity(64 << 20).ratios(1.01, 1.0).maxCpu(1);
        try (Heap heap = settings.onMigration(strict).readMode(mode).build()) {
            // The session may have a reserve.
            heap.session();
            long liveBefore = heap.stats().liveBytes();
            Dcache cache = new Dcache(heap, variant, BUCKETS, new Parts());
            DcacheStress stress = new DcacheStress(heap, cache, seed, Operations::new);
            BooleanSupplier enough = () -> stress.changes() >= CHANGES && stress.found() >= FOUND
                && heap.stats().pagesMigrated() >= MOVED;
            assertEquals(List.of(), stress.run(enough, MAX_NANOS));
            assertTrue(enough.getAsBoolean(), () -> "too slow: " + stress + " moved=" + heap.stats().pagesMigrated());
            HeapStats stats = heap.stats();
            System.out.println(variant + " " + strict + " " + mode + " " + stress + " fallBacks=" + cache.fallBacks() + " moved="
                + stats.pagesMigrated() + " pins=" + stats.pinsTaken() + " cancelled=" + stats.migrationsCancelled() + " waits="
                + stats.waits() + " snapshots=" + stats.snapshotReads() + " buffered=" + stats.bufferedWrites());
            // All references are given back: the verifier knows what each count has to be.
            assertEquals(List.of(), DcacheVerifier.verify(cache, heap));
            cache.close();
            assertEquals(liveBefore, heap.stats().liveBytes());
            assertEquals(List.of(), heap.verify());
        }
    }

    /** A walk that is slow between parent and name, and does not look at d_seq, takes a file that was renamed for another. */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void withoutCheck_wrongAnswersAreNoticed(Variant variant) throws InterruptedException {
        Parts defective = new Parts() {
            @Override
            SeqCount seqCount() {
                return Mutation.withoutCheck();
            }

            @Override
            RcuWalk rcuWalk(Core core) {
                return new RcuWalk(core) {
                    @Override
                    boolean isNamed(Session session, long dentry, Name name) {
                        Thread.yield();
                        return super.isNamed(session, dentry, name);
                    }
                };
            }
        };
        try (Heap heap = Heap.builder().capacity(64 << 20).build()) {
            // One chain, so that a walk looks at every dentry, and few names.
            DcacheStress stress = new DcacheStress(heap, new Dcache(heap, variant, 1, defective), seed,
                ownSeed -> new Operations(ownSeed, 3, 2));
            assertFalse(stress.run(() -> false, MAX_NANOS).isEmpty(), "seed=" + seed + " " + stress);
        }
    }
}
