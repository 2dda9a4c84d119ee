package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pagurus.bench.compaction.AvailableMemory;
import org.pagurus.bench.compaction.CompactionGoals;
import org.pagurus.bench.compaction.CompactionPlan;
import org.pagurus.bench.compaction.CompactionResult;
import org.pagurus.bench.compaction.CompactionTable;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Goals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench compaction}: see {@link org.pagurus.bench.compaction}.
 */
@Command(name = "compaction", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Measures what compaction costs: for each MiB moved at several heap sizes, slices under load, metadata,",
        "and the speed of moving beside a plain copy. A missed goal is reported and changes nothing."})
public final class CompactionCommand implements Callable<Integer> {
    private static final long MIN_LIVE = 4L << 20;
    private static final long MAX_LIVE = 64L << 30;
    private static final long MIN_FIXED = 1L << 20;
    private static final long MAX_FIXED = 1L << 30;
    private static final long MIN_COPY = 16L << 20;
    private static final long MAX_COPY = 4L << 30;
    private static final double MAX_SECONDS = 600;
    private static final double NANOS = 1e9;

    @Option(names = "--live", paramLabel = "LIST", defaultValue = "64m,256m,1g,4g", split = ",", converter = ByteSize.class,
        description = "Live bytes of the heaps. Default: ${DEFAULT-VALUE}.")
    private List<Long> live;

    @Option(names = "--fixed", paramLabel = "SIZE", defaultValue = "32m", converter = ByteSize.class,
        description = "Live bytes that are moved in each heap, whatever its size. Default: ${DEFAULT-VALUE}.")
    private long fixed;

    @Option(names = "--copy", paramLabel = "SIZE", defaultValue = "256m", converter = ByteSize.class,
        description = "Of the heaps whose pages are moved beside plain copies, and of those that are filled for their metadata. "
            + "Default: ${DEFAULT-VALUE}.")
    private long copy;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5",
        description = "That slices and writes are measured. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures and the goals to FILE.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public CompactionCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws IOException {
        live.forEach(bytes -> Ranges.require("--live", bytes, MIN_LIVE, MAX_LIVE, Units::bytes));
        Ranges.require("--fixed", fixed, MIN_FIXED, MAX_FIXED, Units::bytes);
        Ranges.require("--copy", copy, MIN_COPY, MAX_COPY, Units::bytes);
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw new UnusableException("--seconds: " + seconds + " is out of range; allowed are above 0 to " + MAX_SECONDS);
        }
        OutputFile.requireWritable("--json", json);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Goals.setting() + ". live=" + String.join(",", live.stream().map(Units::bytes).toList()) + " fixed="
            + Units.bytes(fixed) + " copy=" + Units.bytes(copy) + " seconds=" + seconds + " seed=" + seed);
        out.println();
        out.flush();
        ProgressNames progress = new ProgressNames(System.err, Boolean.getBoolean("pagurus.tty"));
        CompactionResult result = new CompactionPlan(live, fixed, copy, copy, (long) (seconds * NANOS), AvailableMemory.bytes(),
            seed).run(progress);
        progress.end();
        List<Goal> goals = CompactionGoals.of(result, live);
        out.print(CompactionTable.text(result));
        out.println();
        out.print(Goals.table(goals));
        if (json != null) {
            write(seed, fixed, result, goals, json);
            out.println("Figures: " + json);
        }
        out.flush();
        return Main.OK;
    }

    static void write(long seed, long fixed, CompactionResult result, List<Goal> goals, Path json) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seed", seed);
        figures.put("fixedBytes", fixed);
        figures.put("result", result);
        Goals.write(figures, goals, json);
    }
}
