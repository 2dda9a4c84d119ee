package org.pagurus.bench.micro;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.RunnerException;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.peers.MallocLibrary;

/** What the allocation benchmarks are held against, by the fastest iterations, as the ratios of {@link MicroTable}. */
public final class AllocationGoals {
    private static final double MALLOC_BAR = 3;
    private static final double NETTY_BAR = 4;
    private static final double THREADS_BAR = 0.8;
    private static final List<String> METHODS = List.of("AllocationBenchmark.rawReplace", "AllocationBenchmark.pagurusReplace",
        "AllocationBenchmark.peerReplaceNettyAdaptive", "AllocationThreadsBenchmark.pagurusAlone",
        "AllocationThreadsBenchmark.pagurusOwn", "AllocationThreadsBenchmark.pagurusExchanged");
    private static final List<MallocLibrary> LIBRARIES = List.of(MallocLibrary.JEMALLOC, MallocLibrary.MIMALLOC);
    private static final String OURS = "pagurusReplace";
    private static final String ALONE = "pagurusAlone";

    private AllocationGoals() {
    }

    /** What has to be run; the floor is run under each library as well. */
    static List<MicroRun> runs() {
        return METHODS.stream().map(method -> new MicroRun(List.of(MicroGroup.ALLOCATION), method.replace(".", "\\.") + "$",
            MicroRun.Length.ROUND)).toList();
    }

    /**
     * Measures, with half of the iterations.
     *
     * @param jvmFlags of the benchmarks' JVMs
     * @param progress gets the name of what runs
     * @return all goals; those beside a library that is not here, or cannot be loaded, without a figure
     * @throws RunnerException if a benchmark fails
     */
    public static List<Goal> measure(List<String> jvmFlags, Consumer<String> progress) throws RunnerException {
        List<MicroRow> rows = new ArrayList<>();
        for (MicroRun run : runs()) {
            rows.addAll(run.measure(jvmFlags, null, progress, ignored -> { }));
        }
        Map<String, List<MicroRow>> preloaded = new LinkedHashMap<>();
        List<Goal> absent = new ArrayList<>();
        for (MallocLibrary library : LIBRARIES) {
            String name = library.id();
            Optional<Path> file = library.find();
            if (file.isEmpty()) {
                absent.add(Goal.notMeasured(mallocName(name), library.peer().unavailable()));
                continue;
            }
            progress.accept("rawReplace under " + name);
            try {
                preloaded.put(name, new PreloadedMalloc(library, file.get()).measure(runs().get(0), jvmFlags));
            } catch (IOException e) {
                absent.add(Goal.notMeasured(mallocName(name), e.getMessage()));
            }
        }
        List<Goal> goals = new ArrayList<>(of(rows, preloaded));
        goals.addAll(absent);
        return goals;
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

    private static String mallocName(String library) {
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
