package org.pagurus.bench.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.RunnerException;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.micro.AllocationGoals;
import org.pagurus.bench.micro.MicroRow;
import org.pagurus.bench.micro.MicroRun;
import org.pagurus.bench.micro.PreloadedMalloc;

/** {@code bench allocation}: what its goals need, with less iterations. */
final class AllocationMeasurement implements GoalGroup.Measurement {
    private static final int WARM_UPS = 2;
    private static final int ITERATIONS = 4;
    static final List<String> METHODS = List.of("AllocationBenchmark.rawReplace", "AllocationBenchmark.pagurusReplace",
        "AllocationBenchmark.peerReplaceNettyAdaptive", "AllocationThreadsBenchmark.pagurusAlone",
        "AllocationThreadsBenchmark.pagurusOwn", "AllocationThreadsBenchmark.pagurusExchanged");
    private static final List<String> LIBRARIES = List.of("jemalloc", "mimalloc");

    private final List<String> jvmFlags;

    AllocationMeasurement(List<String> jvmFlags) {
        this.jvmFlags = jvmFlags;
    }

    /** The benchmarks of these names alone. */
    static MicroRun run(List<String> methods) {
        return MicroRun.of("(" + String.join("|", methods).replace(".", "\\.") + ")$").shortened(WARM_UPS, ITERATIONS);
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) throws RunnerException {
        List<MicroRow> rows = run(METHODS).run(jvmFlags, null, progress, ignored -> { });
        Map<String, List<MicroRow>> preloaded = new LinkedHashMap<>();
        List<Goal> absent = new ArrayList<>();
        MicroRun floors = run(METHODS.subList(0, 1));
        for (String name : LIBRARIES) {
            Optional<PreloadedMalloc> library = PreloadedMalloc.find(name);
            if (library.isEmpty()) {
                absent.add(Goal.notMeasured(AllocationGoals.mallocName(name), "no library file found"));
                continue;
            }
            progress.accept("rawReplace under " + name);
            try {
                preloaded.put(name, library.get().measure(floors, jvmFlags));
            } catch (IOException e) {
                absent.add(Goal.notMeasured(AllocationGoals.mallocName(name), e.getMessage()));
            }
        }
        List<Goal> goals = new ArrayList<>(AllocationGoals.of(rows, preloaded));
        goals.addAll(absent);
        return goals;
    }
}
