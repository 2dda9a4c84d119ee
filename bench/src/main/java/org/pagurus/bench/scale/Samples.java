package org.pagurus.bench.scale;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects figures of measures, by size. One thread. */
final class Samples {
    private final Map<Measure, SortedMap<Long, List<Double>>> figures = new EnumMap<>(Measure.class);

    void add(Measure measure, long size, double value) {
        figures.computeIfAbsent(measure, any -> new TreeMap<>()).computeIfAbsent(size, any -> new ArrayList<>()).add(value);
    }

    /** In the order of the measures, sizes rising. */
    List<Series> series() {
        List<Series> all = new ArrayList<>();
        figures.forEach((measure, bySize) -> all.add(new Series(measure, List.copyOf(bySize.keySet()),
            List.copyOf(bySize.values()))));
        return all;
    }
}
