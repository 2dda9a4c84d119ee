package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pagurus.bench.cache.CacheMedian;
import org.pagurus.bench.cache.CachePlan;
import org.pagurus.bench.cache.Variant;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.compaction.AvailableMemory;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Goals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench cache}: see {@link org.pagurus.bench.cache}.
 */
@Command(name = "cache", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Runs caches of many small values under replacement: in Pagurus, in OHC, and as byte[] on the Java heap.",
        "Each in a JVM of its own, one after the other in rounds. Every hit is checked; exits with 1 if one was wrong or a run",
        "failed. A missed goal is reported and changes nothing."})
public final class CacheCommand implements Callable<Integer> {
    private static final double MAX_SECONDS = 600;
    private static final int MAX_ROUNDS = 99;
    private static final int MAX_THREADS = 64;
    private static final double MIN_FACTOR = 1.1;
    private static final double MAX_FACTOR = 16;
    private static final double NANOS = 1e9;
    /** Two that are measured, and the warm-up of both. */
    private static final int PARTS = 3;

    @Option(names = "--live", paramLabel = "SIZE", defaultValue = "1g", converter = ByteSize.class,
        description = "Of values in each cache. Default: ${DEFAULT-VALUE}.")
    private long live;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5",
        description = "Of each measured part; a run has two, and one more to warm up. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--allocator", paramLabel = "LIST", defaultValue = "pagurus,ohc,heap-zgc,heap-g1",
        description = "Names with commas. Default: ${DEFAULT-VALUE}.")
    private String allocators;

    @Option(names = "--heap", paramLabel = "LIST", defaultValue = "1.5,2,3", split = ",",
        description = "Sizes of the Java heap for heap-zgc and heap-g1, in multiples of what is live there. "
            + "Default: ${DEFAULT-VALUE}.")
    private List<Double> heapFactors;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
        description = "Of all runs; figures are medians. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
        description = "That get and put. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all rounds, medians and goals to FILE.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public CacheCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws IOException {
        CachePlan plan = usablePlan();
        PrintWriter out = spec.commandLine().getOut();
        out.println(Goals.setting() + ". live=" + Units.bytes(live) + " seconds=" + seconds + " rounds=" + rounds + " threads="
            + threads + " seed=" + seed);
        out.println(Units.format("Takes %.0f s and some more for filling caches.",
            PARTS * seconds * rounds * plan.variants().size()));
        out.flush();
        ProgressNames progress = new ProgressNames(System.err, Boolean.getBoolean("pagurus.tty"));
        CachePlan.Result result;
        try {
            result = plan.run(JvmFlags.inherited(), progress);
        } finally {
            progress.end();
        }
        List<Goal> goals = result.goals();
        List<CacheMedian> medians = CacheMedian.of(result.rows());
        out.println();
        out.print(CacheMedian.table(medians));
        result.skipped().forEach((name, why) -> out.println("skipped " + name + ": " + why));
        result.failures().forEach((name, why) -> out.println("FAILED " + name + ": " + why.stripTrailing()));
        out.println();
        out.print(Goals.table(goals));
        if (json != null) {
            write(plan, result, medians, goals, json);
            out.println("Figures: " + json);
        }
        out.flush();
        return result.failures().isEmpty() ? Main.OK : Main.FAILED;
    }

    static void write(CachePlan plan, CachePlan.Result result, List<CacheMedian> medians, List<Goal> goals, Path file)
            throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("plan", plan);
        figures.put("rounds", result.rows());
        figures.put("medians", medians);
        figures.put("skipped", result.skipped());
        figures.put("failures", result.failures());
        Goals.write(figures, goals, file);
    }

    private CachePlan usablePlan() {
        List<Subject> subjects = Arguments.parsed("--allocator", () -> Subject.parse(allocators));
        subjects.stream().filter(subject -> !Variant.SUBJECTS.contains(subject)).findFirst().ifPresent(subject -> {
            throw new UnusableException("--allocator: " + subject.id() + " is no cache of this benchmark; allowed: "
                + String.join(", ", Variant.SUBJECTS.stream().map(Subject::id).toList()) + "; replay runs the others");
        });
        Ranges.require("--live", live, CachePlan.MIN_LIVE_BYTES, CachePlan.MAX_LIVE_BYTES, Units::bytes);
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw new UnusableException("--seconds: " + seconds + " is out of range; allowed are above 0 to " + MAX_SECONDS);
        }
        Ranges.require("--rounds", rounds, 1, MAX_ROUNDS, Long::toString);
        Ranges.require("--threads", threads, 1, MAX_THREADS, Long::toString);
        heapFactors.forEach(factor -> {
            if (!(factor >= MIN_FACTOR && factor <= MAX_FACTOR)) {
                throw new UnusableException("--heap: " + factor + " is out of range; allowed are " + MIN_FACTOR + " to "
                    + MAX_FACTOR);
            }
        });
        OutputFile.requireWritable("--json", json);
        CachePlan plan = new CachePlan(subjects, heapFactors, live, (long) (seconds * NANOS), rounds, threads, seed);
        long available = AvailableMemory.bytes();
        if (plan.mostBytes() > available) {
            throw new UnusableException("--live: " + Units.bytes(live) + " needs " + Units.bytes(plan.mostBytes())
                + " in the largest run, and " + Units.bytes(available) + " are available; lower it, or --heap");
        }
        return plan;
    }
}
