package org.pagurus.bench.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Median;

/**
 * Medians of a variant's rounds; the units are those of {@link CacheRow}.
 *
 * @param variant           its name
 * @param collector         of its JVM
 * @param rounds            how many
 * @param javaHeapBytes     limit of its Java heap
 * @param liveBytes         median
 * @param residentBytes     median
 * @param peakResidentBytes median
 * @param getsPerSecond     median
 * @param hitRatio          median
 * @param p50Nanos          median of the p50 of get
 * @param p99Nanos          of the p99
 * @param p999Nanos         of the p99.9
 */
public record CacheMedian(String variant, String collector, int rounds, double javaHeapBytes, double liveBytes,
    double residentBytes, double peakResidentBytes, double getsPerSecond, double hitRatio, double p50Nanos, double p99Nanos,
    double p999Nanos) {

    private static final String LINE = "%-14s %-22s %11s %11s %11s %11s %6s %12s %8s %9s %9s %9s%n";

    /**
     * The medians of all variants.
     *
     * @param rows in any order
     * @return in the order of their first rows
     */
    public static List<CacheMedian> of(List<CacheRow> rows) {
        Map<String, List<CacheRow>> variants = new LinkedHashMap<>();
        rows.forEach(row -> variants.computeIfAbsent(row.variant(), name -> new ArrayList<>()).add(row));
        return variants.values().stream().map(CacheMedian::ofOne).toList();
    }

    private static CacheMedian ofOne(List<CacheRow> rows) {
        return new CacheMedian(rows.get(0).variant(), rows.get(0).collector(), rows.size(), median(rows, CacheRow::javaHeapBytes),
            median(rows, CacheRow::liveBytes), median(rows, CacheRow::residentBytes), median(rows, CacheRow::peakResidentBytes),
            median(rows, CacheRow::getsPerSecond), median(rows, CacheRow::hitRatio), median(rows, row -> row.get().p50()),
            median(rows, row -> row.get().p99()), median(rows, row -> row.get().p999()));
    }

    private static double median(List<CacheRow> rows, ToDoubleFunction<CacheRow> figure) {
        return Median.of(rows.stream().mapToDouble(figure).toArray());
    }

    /**
     * A line for each variant, below a head.
     *
     * @param medians all
     * @return lines, each with its end
     */
    public static String table(List<CacheMedian> medians) {
        StringBuilder text = new StringBuilder(Units.format(LINE, "", "collector", "Java heap", "live", "resident", "peak",
            "ratio", "gets/s", "hits", "get p50", "p99", "p99.9"));
        medians.forEach(one -> text.append(Units.format(LINE, one.variant, one.collector, Units.mib((long) one.javaHeapBytes),
            Units.mib((long) one.liveBytes), Units.mib((long) one.residentBytes), Units.mib((long) one.peakResidentBytes),
            Units.ratio(one.residentBytes / one.liveBytes), Units.count((long) one.getsPerSecond),
            Units.format("%.2f %%", 100 * one.hitRatio), Units.nanos((long) one.p50Nanos), Units.nanos((long) one.p99Nanos),
            Units.nanos((long) one.p999Nanos))));
        return text.toString();
    }
}
