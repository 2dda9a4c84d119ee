package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.bench.defrag.Allocator;
import org.pagurus.bench.defrag.DefragTable;
import org.pagurus.bench.defrag.Forks;
import org.pagurus.bench.defrag.Row;
import org.pagurus.bench.defrag.RowJson;
import org.pagurus.bench.defrag.Workloads;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Setting;
import org.pagurus.bench.report.DefragPng;
import org.pagurus.bench.report.DefragReport;
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
        "Exits with 1 if a read was wrong or a run failed. A missed bar is reported and changes nothing."})
public final class DefragCommand implements Callable<Integer> {
    @Option(names = "--workload", paramLabel = "LIST", defaultValue = "all",
        description = "Names with commas: W1 to W8, B, C, D, E, I1 to I5; W, C and I are groups. Default: ${DEFAULT-VALUE}.")
    private String workloadList;

    @Option(names = "--live", paramLabel = "SIZE", defaultValue = "256m", converter = ByteSize.class,
        description = "The limit of live bytes, which scales the workloads. Default: ${DEFAULT-VALUE}.")
    private long live;

    @Option(names = "--allocator", paramLabel = "NAME", defaultValue = "all",
        description = "pagurus, which runs with the compactor's CPU cap lifted and with the default one; malloc; or all. "
            + "Default: ${DEFAULT-VALUE}.")
    private String allocatorName;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

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
        List<String> workloads = parsed("--workload", () -> Workloads.parse(workloadList));
        List<Allocator> allocators = parsed("--allocator", () -> Allocator.parse(allocatorName));
        requireLive();
        OutputFile.requireDifferent("--json", json, "--report", report);
        OutputFile.requireWritable("--json", json);
        OutputFile.requireWritable("--report", report);
        PngFolder.requireUsable("--png", png);
        PrintWriter out = spec.commandLine().getOut();
        out.println("JDK " + System.getProperty("java.runtime.version") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors. live=" + Units.bytes(live) + " seed=" + seed);
        workloads.forEach(name -> out.println(Units.format("  %-4s %s", name, Workloads.description(name, live))));
        out.println();
        out.println(DefragTable.head());
        out.flush();
        List<Row> rows = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        DefragLine line = new DefragLine(System.err, Boolean.getBoolean("pagurus.tty"));
        Forks forks = new Forks(JvmFlags.inherited(), live, seed, line);
        for (String workload : workloads) {
            for (Allocator allocator : allocators) {
                Forks.Result result = forks.run(workload, allocator);
                line.end();
                rows.addAll(result.rows());
                result.rows().forEach(row -> out.println(DefragTable.line(row)));
                if (!result.failure().isEmpty()) {
                    failures.add(result.failure());
                    out.println("FAILED: " + result.failure().stripTrailing());
                }
                out.flush();
            }
        }
        Setting setting = Setting.here(spec.root().commandLine().getParseResult().originalArgs());
        out.println();
        out.println(DefragTable.summary(rows));
        if (!failures.isEmpty()) {
            out.println("runs failed: " + failures.size() + " of " + workloads.size() * allocators.size());
        }
        if (json != null) {
            RowJson.write(rows, setting, json);
            out.println("Figures: " + json);
        }
        if (report != null) {
            DefragReport.write(rows, List.of(setting), report);
            out.println("Report: " + report);
        }
        if (png != null) {
            PngFolder.print(DefragPng.write(rows, png), out);
        }
        out.flush();
        return failures.isEmpty() ? Main.OK : Main.FAILED;
    }

    private static <T> T parsed(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw new UnusableException(option + ": " + e.getMessage());
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
