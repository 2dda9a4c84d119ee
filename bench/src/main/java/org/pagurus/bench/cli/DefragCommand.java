package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.bench.defrag.Allocator;
import org.pagurus.bench.defrag.DefragTable;
import org.pagurus.bench.defrag.Forks;
import org.pagurus.bench.defrag.Medians;
import org.pagurus.bench.defrag.Row;
import org.pagurus.bench.defrag.RowJson;
import org.pagurus.bench.defrag.Schedule;
import org.pagurus.bench.defrag.Workloads;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Setting;
import org.pagurus.bench.peers.Peer;
import org.pagurus.bench.replay.ReplayTask;
import org.pagurus.bench.report.DefragPng;
import org.pagurus.bench.report.DefragReport;
import org.pagurus.bench.trace.Trace;
import org.pagurus.relocation.Heap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench defrag}: see {@link org.pagurus.bench.defrag}.
 */
@Command(name = "defrag", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Runs workloads that fragment memory, and measures how much is held for each live byte.",
        "A thread reads and checks objects all the time; after each phase every live object is checked.",
        "Readers while pages are moved by force, workload H of the documents, are measured by 'bench latency'.",
        "Exits with 1 if a read was wrong or Pagurus failed. A missed bar or a peer that fails is reported and changes nothing."})
public final class DefragCommand implements Callable<Integer> {
    private static final int MAX_THREADS = 64;
    private static final int MAX_ROUNDS = 1000;

    @Option(names = "--workload", paramLabel = "LIST", defaultValue = "all",
        description = "Names with commas: W1 to W8, B, C, C2, D, E, F50 to F95, I1 to I5, J, and with --trace T; W, C, F and I "
            + "are groups; or all. Default: ${DEFAULT-VALUE}.")
    private String workloadList;

    @Option(names = "--live", paramLabel = "SIZE", defaultValue = "256m", converter = ByteSize.class,
        description = "The limit of live bytes, which scales the workloads. Default: ${DEFAULT-VALUE}.")
    private long live;

    @Option(names = "--allocator", paramLabel = "LIST", defaultValue = "all",
        description = "Names with commas: pagurus, which runs with the compactor's CPU cap lifted and with the default one; "
            + "malloc, jemalloc, mimalloc, tcmalloc, netty-pooled, netty-adaptive, ohc, terracotta, chronicle, heap-g1, "
            + "heap-zgc; netty and heap are groups; or all. What is not installed is skipped, which is said. "
            + "Default: ${DEFAULT-VALUE}.")
    private String allocatorList;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
        description = "Threads that allocate, each a part of the live bytes, in W, B, C, F and J; J has two at least, other "
            + "workloads have one. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "1",
        description = "How often everything runs, in turns. With more than one the table has medians, with the least and the "
            + "most; the file has both. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--trace", paramLabel = "FILE",
        description = "The trace that T replays as an LRU cache; see 'pagurus replay' for formats.")
    private Path traceFile;

    @Option(names = "--trace-format", paramLabel = "NAME", defaultValue = "csv",
        description = "Of the trace: csv, libcachesim or sizes. Default: ${DEFAULT-VALUE}.")
    private String traceFormat;

    @Option(names = "--trace-columns", paramLabel = "LIST",
        description = "Of a CSV file, as for 'pagurus replay'; for example key=lbn,size=size,op=op,write=2a,read=28.")
    private String traceColumns;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the rows to FILE, as a JSON list.")
    private Path json;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Writes memory over time and ratios as drawings to FILE.")
    private Path report;

    @Option(names = "--png", paramLabel = "FOLDER", description = "Writes the drawings to FOLDER, as PNG files.")
    private Path png;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public DefragCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws IOException {
        List<String> workloads = Arguments.parsed("--workload", () -> Workloads.parse(workloadList, traceFile != null));
        List<Allocator> allocators = Arguments.parsed("--allocator", () -> Allocator.parse(allocatorList));
        requireNumber("--threads", threads, MAX_THREADS);
        requireNumber("--rounds", rounds, MAX_ROUNDS);
        requireLive();
        OutputFile.requireDifferent("--json", json, "--report", report);
        OutputFile.requireWritable("--json", json);
        OutputFile.requireWritable("--report", report);
        PngFolder.requireUsable("--png", png);
        ReplayTask task = traceFile == null ? null : TraceArguments.task(traceFile, traceFormat, traceColumns);
        Trace trace = task == null ? null : TraceArguments.trace(task);
        PrintWriter out = spec.commandLine().getOut();
        out.println("JDK " + System.getProperty("java.runtime.version") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors. live=" + Units.bytes(live) + " seed=" + seed + " threads=" + threads + " rounds=" + rounds);
        workloads.forEach(name -> out.println(Units.format("  %-4s %s", name, Workloads.description(name, live, trace))));
        List<Allocator> available = available(allocators, Allocator::peer, out);
        out.println();
        out.println(DefragTable.head());
        out.flush();
        List<Row> rows = new ArrayList<>();
        boolean failed = false;
        int failures = 0;
        DefragLine line = new DefragLine(System.err, Boolean.getBoolean("pagurus.tty"));
        Forks forks = new Forks(JvmFlags.inherited(), live, seed, threads, line, task, trace);
        List<Schedule.Run> runs = Schedule.of(workloads, rounds, available);
        for (int i = 0; i < runs.size(); i++) {
            Schedule.Run run = runs.get(i);
            Forks.Result result = forks.run(run);
            line.end();
            rows.addAll(result.rows());
            if (rounds == 1) {
                result.rows().forEach(row -> out.println(DefragTable.line(row)));
            }
            if (!result.failure().isEmpty()) {
                failures++;
                failed |= result.isFatal(run.allocator());
                out.println("FAILED: " + result.failure().stripTrailing());
            }
            if (rounds > 1 && (i + 1 == runs.size() || !runs.get(i + 1).workload().equals(run.workload()))) {
                List<Row> own = rows.stream().filter(row -> row.workload().equals(run.workload())).toList();
                Medians.of(own).forEach(row -> out.println(DefragTable.line(row)));
            }
            out.flush();
        }
        Setting setting = Setting.here(spec.root().commandLine().getParseResult().originalArgs());
        List<Row> medians = rounds > 1 ? Medians.of(rows) : List.of();
        List<Row> summed = rounds > 1 ? medians : rows;
        out.println();
        out.println(DefragTable.summary(summed));
        if (failures > 0) {
            out.println("runs failed: " + failures + " of " + runs.size());
        }
        if (json != null) {
            List<Row> all = new ArrayList<>(medians);
            all.addAll(rows);
            RowJson.write(all, setting, json);
            out.println("Figures: " + json);
        }
        if (report != null) {
            DefragReport.write(summed, List.of(setting), report);
            out.println("Report: " + report);
        }
        if (png != null) {
            PngFolder.print(DefragPng.write(summed, png), out);
        }
        out.flush();
        return failed ? Main.FAILED : Main.OK;
    }

    /** Those that can run here; of the others it says why not. */
    static List<Allocator> available(List<Allocator> allocators, Function<Allocator, Peer> peers, PrintWriter out) {
        List<Allocator> available = new ArrayList<>();
        for (Allocator allocator : allocators) {
            Peer peer = peers.apply(allocator);
            if (peer.isAvailable()) {
                available.add(allocator);
            } else {
                out.println("skipping " + allocator.id() + ": " + peer.unavailable());
            }
        }
        return available;
    }

    private static void requireNumber(String option, int number, int most) {
        if (number < 1 || number > most) {
            throw new UnusableException(option + ": " + number + " is out of range; allowed are 1 to " + most);
        }
    }

    private void requireLive() {
        if (live < Workloads.MIN_LIVE_BYTES || live > Workloads.MAX_LIVE_BYTES) {
            throw new UnusableException("--live: " + Units.bytes(live) + " is out of range; allowed are "
                + Units.bytes(Workloads.MIN_LIVE_BYTES) + " to " + Units.bytes(Workloads.MAX_LIVE_BYTES));
        }
        try {
            Heap.builder().capacity(Workloads.capacityBytes(live)).build().close();
        } catch (IllegalArgumentException | IllegalStateException | OffHeapExhaustedException e) {
            throw new UnusableException("--live: " + Units.bytes(live) + " needs a heap that cannot be had: " + e.getMessage());
        }
    }
}
