package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.latency.LatencyPlan;
import org.pagurus.bench.latency.LatencyRow;
import org.pagurus.bench.latency.LatencySummary;
import org.pagurus.bench.mix.Mix;
import org.pagurus.bench.mix.MixPlan;
import org.pagurus.bench.mix.State;
import org.pagurus.bench.report.LatencyPng;
import org.pagurus.bench.report.LatencyReport;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReadMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench latency}: see {@link org.pagurus.bench.latency}.
 */
@Command(name = "latency", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Reads and updates records (YCSB-A: half and half, Zipf 0.99) while pages that hold them are moved by force,",
        "and while a thread copies as much and moves nothing. A missed goal is reported and changes nothing.",
        "With --mix or --allocator: mixes of YCSB on Pagurus and on its peers, each measurement in a JVM of its own.",
        "Exits with 1 if a read was wrong, the heap's verifier found something, or a JVM failed."})
public final class LatencyCommand implements Callable<Integer> {
    /** These have no meaning for the mixes, whose heaps have their defaults. */
    private static final List<String> MOVES_ONLY = List.of("--policy", "--read-mode", "--interval", "--report", "--png");
    private static final List<Integer> THREADS = List.of(1, 2, 4);
    private static final List<Integer> INTERVALS = List.of(50, 100, 200, 500, 1_000, 0);
    private static final int CONTINUOUS = 0;
    private static final int MAX_THREADS = 64;
    private static final int MAX_INTERVAL = 60_000;
    private static final int MAX_ROUNDS = 99;
    private static final int RATE = 100_000;
    private static final int MIX_RATE = 50_000;
    private static final int MIN_RATE = 100;
    private static final int MAX_RATE = 1_000_000;
    private static final double MAX_SECONDS = 600;
    private static final double NANOS = 1e9;
    private static final int MILLIS = 1_000;

    @Option(names = "--mix", paramLabel = "LIST", split = ",",
        description = "Of YCSB: A (50 %% read, 50 %% update), B (95, 5), C (read), F (50 %% read, 50 %% read-modify-write), or "
            + "all. Default: A; without --mix and --allocator, A with moves by force at all intervals.")
    private List<String> mixes;

    @Option(names = "--allocator", paramLabel = "LIST", split = ",",
        description = "pagurus (updates in place), pagurus-replace (updates replace values), the peers ohc, terracotta, "
            + "chronicle, heap-g1, heap-zgc (byte[]), or all. Default: pagurus.")
    private List<String> allocators;

    @Option(names = "--state", paramLabel = "LIST", split = ",",
        description = "Of compaction while mixes run on Pagurus: off, on (the heap's own), continuous (all pages, all the time). "
            + "Default: all.")
    private List<String> states;

    @Option(names = "--policy", paramLabel = "LIST", defaultValue = "all", split = ",",
        description = "At migration entries: cancel, retry, fallback (strict sections), wait (sleepable ones). Default: all.")
    private List<String> policies;

    @Option(names = "--read-mode", paramLabel = "LIST", defaultValue = "read_through,exclusive", split = ",",
        description = "Of the heaps: read_through, exclusive, or all. Default: all.")
    private List<String> readModes;

    @Option(names = "--threads", paramLabel = "LIST", split = ",",
        description = "Accessors, one after the other. Default: 1, 2, and 4 where there are as many processors; for mixes 1.")
    private List<Integer> threads;

    @Option(names = "--interval", paramLabel = "LIST", split = ",", converter = IntervalMillis.class,
        description = "Milliseconds from one MiB moved to the next, or continuous. Default: continuous, and for cancel with "
            + "read_through 50, 100, 200, 500 and 1000 as well, as far as --seconds is long enough.")
    private List<Integer> intervals;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "1",
        description = "Of each measurement: two for each load and round; for mixes two more of warm-up. "
            + "Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
        description = "Of all measurements; figures are medians. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--rate", paramLabel = "N",
        description = "Operations due in each second for each thread, where latencies are measured. Default: 100000; for mixes "
            + "50000. What cannot hold it is marked.")
    private Integer askedRate;

    @Option(names = "--live", paramLabel = "SIZE", defaultValue = "64m", converter = ByteSize.class,
        description = "Records in each heap or store, 1 KiB each. Default: ${DEFAULT-VALUE}.")
    private long live;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all rounds, medians and goals to FILE.")
    private Path json;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Writes the percentiles as drawings to FILE.")
    private Path report;

    @Option(names = "--png", paramLabel = "FOLDER", description = "Writes the drawings to FOLDER, as PNG files.")
    private Path png;

    private int rate;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public LatencyCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws IOException {
        requireNumbers();
        if (mixes != null || allocators != null) {
            return runMixes();
        }
        rate = askedRate != null ? askedRate : RATE;
        if (states != null) {
            throw new UnusableException("--state: goes with --mix or --allocator only; without them, see --interval");
        }
        LatencyPlan plan = usablePlan();
        PrintWriter out = spec.commandLine().getOut();
        String setting = Goals.setting() + ". live=" + Units.bytes(live) + " seconds=" + seconds + " rounds=" + rounds + " rate="
            + rate + " seed=" + seed;
        out.println(setting);
        out.println(Units.format("Takes %.0f s and some more for filling heaps.", plan.expectedNanos() / NANOS));
        out.flush();
        ProgressNames progress = new ProgressNames(System.err, Boolean.getBoolean("pagurus.tty"));
        List<LatencyRow> rows;
        try {
            rows = plan.run(progress);
        } finally {
            progress.end();
        }
        LatencySummary summary = new LatencySummary(rows);
        List<Goal> goals = summary.goals();
        out.println();
        out.print(summary.table());
        out.println();
        out.print(Goals.table(goals));
        if (json != null) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("liveBytes", live);
            figures.put("seconds", seconds);
            figures.put("ratePerThread", rate);
            figures.put("seed", seed);
            figures.put("ladderPercentiles", LatencyRow.LADDER);
            figures.put("rounds", rows);
            figures.put("medians", summary.medians());
            Goals.write(figures, goals, json);
            out.println("Figures: " + json);
        }
        if (report != null) {
            LatencyReport.write(setting, summary.medians(), goals, report);
            out.println("Report: " + report);
        }
        if (png != null) {
            PngFolder.print(LatencyPng.write(summary.medians(), png), out);
        }
        out.flush();
        return Main.OK;
    }

    private int runMixes() throws IOException {
        for (String option : MOVES_ONLY) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new UnusableException(option + ": does not go with --mix or --allocator");
            }
        }
        Ranges.require("--live", live, LatencyPlan.MIN_LIVE_BYTES, MixPlan.MAX_LIVE_BYTES, Units::bytes);
        rate = askedRate != null ? askedRate : MIX_RATE;
        MixPlan plan = new MixPlan(MixBench.contenders(allocators == null ? List.of("pagurus") : allocators),
            Names.choose("--mix", mixes == null ? List.of("A") : mixes, Mix.class),
            Names.choose("--state", states == null ? List.of("all") : states, List.of(State.OFF, State.ON, State.CONTINUOUS)),
            threads != null ? threads : List.of(1), (long) (seconds * NANOS), rounds, rate, live, seed);
        usable(plan::requireHeap);
        return new MixBench(plan, spec.commandLine().getOut()).run(json);
    }

    private void requireNumbers() {
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw new UnusableException("--seconds: " + seconds + " is out of range; allowed are above 0 to " + MAX_SECONDS);
        }
        Ranges.require("--rounds", rounds, 1, MAX_ROUNDS, Long::toString);
        if (askedRate != null) {
            Ranges.require("--rate", askedRate, MIN_RATE, MAX_RATE, Long::toString);
        }
        if (threads != null) {
            threads.forEach(count -> Ranges.require("--threads", count, 1, MAX_THREADS, Long::toString));
        }
        OutputFile.requireWritable("--json", json);
    }

    private LatencyPlan usablePlan() {
        Ranges.require("--live", live, LatencyPlan.MIN_LIVE_BYTES, LatencyPlan.MAX_LIVE_BYTES, Units::bytes);
        int longest = (int) Math.min(MAX_INTERVAL, seconds * MILLIS);
        if (intervals != null) {
            intervals.forEach(interval -> Ranges.require("--interval", interval, 0, longest,
                number -> number == 0 ? "continuous" : number + " ms (--seconds=" + seconds + ")"));
        }
        OutputFile.requireDifferent("--json", json, "--report", report);
        OutputFile.requireWritable("--report", report);
        PngFolder.requireUsable("--png", png);
        int processors = Runtime.getRuntime().availableProcessors();
        LatencyPlan plan = new LatencyPlan(Names.choose("--policy", policies, OnMigration.class),
            Names.choose("--read-mode", readModes, ReadMode.class),
            threads != null ? threads : THREADS.stream().filter(count -> count <= Math.max(2, processors)).toList(),
            intervals != null ? intervals : INTERVALS.stream().filter(interval -> interval <= longest).toList(),
            intervals != null ? intervals : List.of(CONTINUOUS), (long) (seconds * NANOS), rounds, rate, live, seed);
        usable(plan::requireHeaps);
        return plan;
    }

    private static void usable(Runnable heaps) {
        try {
            heaps.run();
        } catch (IllegalArgumentException | IllegalStateException | OffHeapExhaustedException e) {
            throw new UnusableException(e.getMessage());
        }
    }
}
