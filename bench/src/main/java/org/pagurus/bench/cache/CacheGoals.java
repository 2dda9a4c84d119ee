package org.pagurus.bench.cache;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;

/** What the rows are held against, by medians of the rounds. */
final class CacheGoals {
    private static final double RESIDENT_BAR = 0.6;
    private static final double SAME_LATENCY = 1.1;
    private static final double THROUGHPUT_BAR = 1.5;
    private static final String RESIDENT = "resident, Pagurus / byte[] under generational ZGC at the same p99.9";
    private static final String LATENCY = "p99.9 of get, Pagurus / the same byte[]";
    private static final String THROUGHPUT = "gets/s, Pagurus / OHC";

    private CacheGoals() {
    }

    static List<Goal> of(List<CacheRow> rows) {
        List<CacheMedian> medians = CacheMedian.of(rows);
        Optional<CacheMedian> pagurus = medians.stream().filter(one -> one.variant().equals(Subject.PAGURUS.id())).findFirst();
        Optional<CacheMedian> ohc = medians.stream().filter(one -> one.variant().equals(Subject.OHC.id())).findFirst();
        List<CacheMedian> zgc = medians.stream().filter(one -> one.variant().startsWith(Subject.HEAP_ZGC.id())).toList();
        if (pagurus.isEmpty()) {
            return List.of(RESIDENT, LATENCY, THROUGHPUT).stream().map(name -> Goal.notMeasured(name, "no rows of Pagurus"))
                .toList();
        }
        CacheMedian ours = pagurus.get();
        Goal throughput = ohc.map(other -> Goal.atLeast(THROUGHPUT, THROUGHPUT_BAR, ours.getsPerSecond() / other.getsPerSecond()))
            .orElseGet(() -> Goal.notMeasured(THROUGHPUT, "no rows of OHC"));
        if (zgc.isEmpty()) {
            String why = "no rows of byte[] under ZGC";
            return List.of(Goal.notMeasured(RESIDENT, why), Goal.notMeasured(LATENCY, why), throughput);
        }
        CacheMedian other = comparable(ours, zgc);
        return List.of(
            Goal.atMost(RESIDENT + " (" + other.variant() + ")", RESIDENT_BAR, ours.residentBytes() / other.residentBytes()),
            Goal.atMost(LATENCY + " (" + Units.nanos(Math.round(ours.p999Nanos())) + " / "
                + Units.nanos(Math.round(other.p999Nanos())) + ")", SAME_LATENCY, ours.p999Nanos() / other.p999Nanos()),
            throughput);
    }

    /** The smallest of those that are as fast, or the fastest. */
    static CacheMedian comparable(CacheMedian ours, List<CacheMedian> others) {
        return others.stream().filter(other -> other.p999Nanos() <= SAME_LATENCY * ours.p999Nanos())
            .min(Comparator.comparingDouble(CacheMedian::residentBytes))
            .orElseGet(() -> others.stream().min(Comparator.comparingDouble(CacheMedian::p999Nanos)).orElseThrow());
    }
}
