package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.steady.SteadyPlan;
import org.pagurus.bench.steady.SteadyRow;
import org.pagurus.bench.steady.SteadySummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench steady}: see {@link org.pagurus.bench.steady}.
 */
@Command(name = "steady", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Fills a heap to parts of its capacity, overwrites it, and measures what moving costs.",
        "Each run is made with the compactor and without. A missed goal is reported and changes nothing."})
public final class SteadyCommand implements Callable<Integer> {
    private static final long MIN_CAPACITY = 16L << 20;
    private static final long MAX_CAPACITY = 16L << 30;
    private static final int MAX_ROUNDS = 99;
    private static final double MAX_SECONDS = 60;
    private static final int MIN_FILL = 1;
    private static final int MAX_FILL = 99;
    private static final int MIN_OBJECT = 128;
    private static final int MAX_OBJECT = 1024;
    private static final double NANOS = 1e9;

    @Option(names = "--capacity", paramLabel = "SIZE", defaultValue = "128m", converter = ByteSize.class,
        description = "Of each heap. Default: ${DEFAULT-VALUE}.")
    private long capacity;

    @Option(names = "--live", paramLabel = "LIST", defaultValue = "50,60,70,80,90,95", split = ",",
        description = "Percent of the capacity that is live. Default: ${DEFAULT-VALUE}.")
    private List<Integer> fills;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
        description = "Runs of each kind at 80 percent, which is judged; figures are medians. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0.5",
        description = "That a run is measured; up to four times as long where sizes drift. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all runs and the goals to FILE.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public SteadyCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws IOException {
        Ranges.require("--capacity", capacity, MIN_CAPACITY, MAX_CAPACITY, Units::bytes);
        Ranges.require("--rounds", rounds, 1, MAX_ROUNDS, Long::toString);
        fills.forEach(fill -> Ranges.require("--live", fill, MIN_FILL, MAX_FILL, Long::toString));
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw new UnusableException("--seconds: " + seconds + " is out of range; allowed are above 0 to " + MAX_SECONDS);
        }
        OutputFile.requireWritable("--json", json);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Goals.setting() + ". capacity=" + Units.bytes(capacity) + " objects=" + MIN_OBJECT + "-" + MAX_OBJECT
            + " B rounds=" + rounds + " seconds=" + seconds + " seed=" + seed);
        out.flush();
        ProgressNames progress = new ProgressNames(System.err, Boolean.getBoolean("pagurus.tty"));
        List<SteadyRow> rows = new SteadyPlan(capacity, fills.stream().map(fill -> fill / 100.0).toList(), MIN_OBJECT, MAX_OBJECT,
            rounds, (long) (seconds * NANOS / 2), (long) (seconds * NANOS), seed).run(progress);
        progress.end();
        SteadySummary summary = new SteadySummary(rows);
        List<Goal> goals = summary.goals();
        out.print(summary.table());
        out.println();
        out.print(Goals.table(goals));
        if (json != null) {
            write(capacity, seed, rows, goals, json);
            out.println("Figures: " + json);
        }
        out.flush();
        return Main.OK;
    }

    static void write(long capacity, long seed, List<SteadyRow> rows, List<Goal> goals, Path json) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("capacityBytes", capacity);
        figures.put("seed", seed);
        figures.put("runs", rows);
        Goals.write(figures, goals, json);
    }
}
