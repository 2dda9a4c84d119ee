package org.pagurus.bench.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pagurus.bench.goals.Goal;

/** What the allocation benchmarks are held against, by the fastest iterations, as the ratios of {@link MicroTable}. */
public final class AllocationGoals {
    private static final double MALLOC_BAR = 3;
    private static final double NETTY_BAR = 4;
    private static final double THREADS_BAR = 0.8;
    private static final String OURS = "pagurusReplace";
    private static final String ALONE = "pagurusAlone";

    private AllocationGoals() {
    }

    /**
     * All goals.
     *
     * @param rows      of one run
     * @param preloaded floors under other libraries, by their names
     * @return each with its figure
     */
    public static List<Goal> of(List<MicroRow> rows, Map<String, List<MicroRow>> preloaded) {
        List<Goal> goals = new ArrayList<>();
        double ours = least(rows, OURS);
        goals.add(times(mallocName("malloc (C library)"), MALLOC_BAR, least(rows, "rawReplace"), ours));
        preloaded.forEach((name, floors) -> goals.add(times(name + " / Pagurus, time of free and allocate", MALLOC_BAR,
            least(floors, "rawReplace"), ours)));
        goals.add(times("Netty adaptive / Pagurus, time of free and allocate", NETTY_BAR, least(rows,
            "peerReplaceNettyAdaptive"), ours));
        double alone = least(rows, ALONE);
        goals.add(times("speed of each of two threads / of one, own objects", THREADS_BAR, alone, least(rows, "pagurusOwn")));
        goals.add(times("speed of each of two threads / of one, half of the frees the other's", THREADS_BAR, alone,
            least(rows, "pagurusExchanged")));
        return goals;
    }

    /**
     * The name of the goal beside a library.
     *
     * @param library its name
     * @return the name
     */
    public static String mallocName(String library) {
        return library + " / Pagurus, time of free and allocate";
    }

    private static Goal times(String name, double bar, double dividend, double divisor) {
        double ratio = dividend / divisor;
        return Double.isNaN(ratio) ? Goal.notMeasured(name, "no such row") : Goal.atLeast(name, bar, ratio);
    }

    private static double least(List<MicroRow> rows, String method) {
        return rows.stream().filter(row -> row.method().equals(method)).mapToDouble(MicroRow::least).findFirst()
            .orElse(Double.NaN);
    }
}
