package org.pagurus.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.RegionMap;
import org.pagurus.relocation.Session;

/** Made-up results with figures that are easy to find again. */
public final class SampleResults {
    private static final long SECOND = 1_000_000_000L;

    private SampleResults() {
    }

    public static DemoResult right() {
        return withErrors(0, List.of());
    }

    public static DemoResult withErrors(long readsWrong, List<String> errors) {
        List<Sample> samples = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            samples.add(sample(samples.size(), phase, 40L << 20, 80L << 20));
            samples.add(sample(samples.size(), phase, 40L << 20, 60L << 20));
        }
        Snapshot before = new Snapshot(sample(3, Phase.QUIET, 40L << 20, 80L << 20), map(), new Latencies(500, 11, 12, 13, 14));
        Snapshot after = new Snapshot(sample(7, Phase.SETTLING, 40L << 20, 42L << 20), map(), new Latencies(600, 21, 22, 23, 24));
        return new DemoResult(new DemoOptions(8, 64L << 20, 2, 7), 100, 50L << 20, before, after,
            Map.of(Phase.WARMING, 0L, Phase.QUIET, 2 * SECOND, Phase.COMPACTING, 4 * SECOND, Phase.SETTLING, 6 * SECOND),
            samples, 1234, readsWrong, 99, 0, errors, List.of(), List.of());
    }

    static Sample sample(int second, Phase phase, long liveBytes, long residentBytes) {
        return new Sample(second * SECOND, phase, liveBytes, heap(residentBytes), 100L * second, 0,
            new Latencies(100, 1000, 2000, 3000, 4000));
    }

    static HeapStats heap(long residentBytes) {
        return new HeapStats(256L << 20, 41L << 20, residentBytes + 1, residentBytes, 0, 256L << 20, residentBytes, 1001, 10, 5,
            1, 1002, 1003, 0, 1004, 1005, 1006, 1007, 1008, 1009, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private static RegionMap map() {
        try (Heap heap = Heap.builder().capacity(8L << 20).build(); Session session = heap.openSession()) {
            session.allocate(100);
            session.allocate(300_000);
            return heap.regionMap();
        }
    }
}
