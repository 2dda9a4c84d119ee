package org.pagurus.bench.cli;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.pagurus.bench.demo.Units;

/**
 * JMH's results as a short table: each {@code pagurusX} beside the {@code rawX} of the same class and run.
 */
final class MicroTable {
    private static final String MEASURED = "pagurus";
    private static final String FLOOR = "raw";

    private MicroTable() {
    }

    /** One line for each benchmark. */
    static String text(Collection<RunResult> results) {
        Map<String, Result<?>> byName = new TreeMap<>();
        results.forEach(result -> byName.put(shortName(result.getParams().getBenchmark()), result.getPrimaryResult()));
        StringBuilder text = new StringBuilder(Units.format("%-38s %12s %12s %8s%n", "", "ns", "+-", "ratio"));
        byName.forEach((name, result) -> text.append(Units.format("%-38s %12.2f %12.2f %8s%n", name, result.getScore(),
            result.getScoreError(), ratio(result, byName.get(floorOf(name))))));
        return text.toString();
    }

    private static String ratio(Result<?> result, Result<?> floor) {
        return floor == null || floor == result ? "" : Units.ratio(result.getScore() / floor.getScore());
    }

    /** The floor of a benchmark, or itself. */
    static String floorOf(String name) {
        return name.replace("." + MEASURED, "." + FLOOR);
    }

    /** {@code Class.method}. */
    static String shortName(String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
    }
}
