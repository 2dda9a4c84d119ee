package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.bench.defrag.workload.LiveSet;
import org.pagurus.bench.defrag.workload.ObjectTable;
import org.pagurus.bench.defrag.workload.Phase;
import org.pagurus.bench.defrag.workload.Workload;

class WorkloadsTest {
    private static final long LIVE = 4L << 20;

    private final RecordingStore store = new RecordingStore();
    private final SplittableRandom random = new SplittableRandom(1);

    static Stream<String> names() {
        return Workloads.parse("all").stream();
    }

    private LiveSet objectsOf(Workload workload) {
        return new ObjectTable(List.of(store), workload.maxObjects()).parts().get(0);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyWorkload_keepsToItsLimits(String name) {
        Workload workload = Workloads.of(name, LIVE);
        LiveSet objects = objectsOf(workload);
        for (Phase phase : workload.phases()) {
            phase.body().run(objects, random);
            assertEquals(store.liveBytes(), objects.liveBytes());
            assertEquals(store.sizes().size(), objects.count());
            assertEquals(0, objects.wrong());
        }
        assertTrue(objects.count() > 0);
        assertTrue(store.mostLiveBytes() <= workload.limitBytes(), "most live: " + store.mostLiveBytes());
        assertTrue(store.mostLiveBytes() <= workload.capacityBytes());
    }

    @ParameterizedTest
    @CsvSource({"W3, 90, 100, 130", "W2, 0, 100, 130", "W6, 50, 150, 1500"})
    void churn_allocatesFiveLimitsAndFreesItsPart(String name, int freedPercent, double meanBefore, double meanAfter) {
        Workload workload = Workloads.of(name, LIVE);
        LiveSet objects = objectsOf(workload);
        List<Phase> phases = workload.phases();
        phases.get(0).body().run(objects, random);
        assertEquals(5.0 * LIVE, store.allocatedBytes(), 0.01 * LIVE);
        assertEquals(LIVE, objects.liveBytes(), 0.01 * LIVE);
        assertEquals(meanBefore, (double) objects.liveBytes() / objects.count(), 0.05 * meanBefore);
        int before = objects.count();
        phases.get(1).body().run(objects, random);
        assertEquals(before - before * freedPercent / 100, objects.count());
        phases.get(2).body().run(objects, random);
        assertEquals(10.0 * LIVE, store.allocatedBytes(), 0.01 * LIVE);
        assertEquals(LIVE, objects.liveBytes(), 0.01 * LIVE);
        assertTrue((double) objects.liveBytes() / objects.count() > (meanBefore + meanAfter) / 2);
    }

    @Test
    void w1_hasOnePhase() {
        assertEquals(1, Workloads.of("W1", LIVE).phases().size());
    }

    @Test
    void pairs_freesOneOfEachPair() {
        Workload workload = Workloads.of("C2", 100_000_000L);
        assertEquals(100_000, workload.maxObjects());
        LiveSet objects = objectsOf(workload);
        workload.phases().forEach(phase -> phase.body().run(objects, random));
        assertEquals(50_000, objects.count());
        // Of each pair the first: pointers of this store count up from 1.
        assertTrue(store.sizes().keySet().stream().allMatch(pointer -> pointer % 2 == 1));
    }

    @Test
    void powersOfTwo_keepsNearlyHalf() {
        Workload workload = Workloads.of("D", 256L << 20);
        LiveSet objects = objectsOf(workload);
        workload.phases().forEach(phase -> phase.body().run(objects, random));
        assertEquals(127.75 * (1 << 20), objects.liveBytes());
        assertEquals(objects.count(), store.freed());
    }

    @Test
    void doublingStrings_keepsAQuarter() {
        Workload workload = Workloads.of("E", 256L << 20);
        LiveSet objects = objectsOf(workload);
        workload.phases().forEach(phase -> phase.body().run(objects, random));
        assertEquals(128L << 20, store.allocatedBytes());
        assertEquals(32.0 * (1 << 20), objects.liveBytes(), 2 << 20);
    }

    @Test
    void lru_evictsTheOldRatherThanTheNew() {
        Workload workload = Workloads.of("C", LIVE);
        LiveSet objects = objectsOf(workload);
        workload.phases().forEach(phase -> phase.body().run(objects, random));
        long second = store.sizes().values().stream().filter(size -> size == 300).count();
        assertTrue(second > 0.95 * 170_000 * LIVE / 100_000_000, second + " values of the second phase");
    }

    @Test
    void survivors_leavesOneOf1024() {
        Workload workload = Workloads.of("I5", LIVE);
        LiveSet objects = objectsOf(workload);
        workload.phases().forEach(phase -> phase.body().run(objects, random));
        assertEquals(LIVE / 64 / 1024, objects.count());
    }

    @Test
    void sizeShift_leavesTheNewSizeOnly() {
        Workload workload = Workloads.of("I4a", LIVE);
        LiveSet objects = objectsOf(workload);
        workload.phases().forEach(phase -> phase.body().run(objects, random));
        assertTrue(store.sizes().values().stream().allMatch(size -> size == 70));
        assertTrue(objects.liveBytes() > LIVE - 200);
    }

    @Test
    void parse_namesAndGroups() {
        assertEquals(List.of("W3", "C", "C2", "I5"), Workloads.parse("i5, c,w3"));
        assertEquals(8, Workloads.parse("W").size());
        assertEquals(names().toList(), Workloads.parse("ALL"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Workloads.parse("W9")).getMessage().contains("'W9'"));
        assertThrows(IllegalArgumentException.class, () -> Workloads.parse("W1,,W2"));
        assertThrows(IllegalArgumentException.class, () -> Workloads.parse(""));
    }
}
