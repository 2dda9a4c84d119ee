package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pagurus.bench.compaction.AvailableMemory;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.report.ScaleReport;
import org.pagurus.bench.scale.Extrapolation;
import org.pagurus.bench.scale.ScaleGoals;
import org.pagurus.bench.scale.ScalePlan;
import org.pagurus.bench.scale.ScaleResult;
import org.pagurus.bench.scale.ScaleTable;
import org.pagurus.bench.scale.Series;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench scale}: see {@link org.pagurus.bench.scale}.
 */
@Command(name = "scale", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Measures what moving, looking at, reading and allocating cost as live data and sessions grow, fits",
        "the growth, and says what it means for 1 TiB. Sizes that need more memory than is available are left out.",
        "A missed goal is reported and changes nothing."})
public final class ScaleCommand implements Callable<Integer> {
    private static final long MIN_LIVE = 16L << 20;
    private static final long MAX_LIVE = 1L << 40;
    private static final int MAX_SESSIONS = 1_024;
    private static final int MAX_ROUNDS = 99;

    @Option(names = "--live", paramLabel = "LIST", defaultValue = "64m,128m,256m,512m,1g,2g,4g,8g", split = ",",
        converter = ByteSize.class, description = "Live bytes of the heaps. Default: ${DEFAULT-VALUE}.")
    private List<Long> live;

    @Option(names = "--sessions", paramLabel = "LIST", defaultValue = "1,2,4,8,16,32,64", split = ",",
        description = "Sessions that are open. Default: ${DEFAULT-VALUE}.")
    private List<Integer> sessions;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
        description = "Of all measurements; figures are medians. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all rounds, medians, fits and goals to FILE.")
    private Path json;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Writes the growth as drawings to FILE.")
    private Path report;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public ScaleCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws IOException {
        requireUsable();
        PrintWriter out = spec.commandLine().getOut();
        String setting = Goals.setting() + ". live=" + String.join(",", live.stream().map(Units::bytes).toList()) + " sessions="
            + String.join(",", sessions.stream().map(count -> Integer.toString(count)).toList()) + " rounds=" + rounds + " seed="
            + seed;
        out.println(setting);
        out.println();
        out.flush();
        ProgressNames progress = new ProgressNames(System.err, Boolean.getBoolean("pagurus.tty"));
        ScaleResult result;
        try {
            result = new ScalePlan(live, sessions, rounds, AvailableMemory.bytes(), seed).run(progress);
        } finally {
            progress.end();
        }
        List<Goal> goals = ScaleGoals.of(result);
        out.print(ScaleTable.text(result));
        out.println();
        out.print(Goals.table(goals));
        if (json != null) {
            write(seed, rounds, result, goals, json);
            out.println("Figures: " + json);
        }
        if (report != null) {
            ScaleReport.write(setting, result, goals, report);
            out.println("Report: " + report);
        }
        out.flush();
        return Main.OK;
    }

    static void write(long seed, int rounds, ScaleResult result, List<Goal> goals, Path file) throws IOException {
        List<Map<String, Object>> measures = new ArrayList<>();
        for (Series series : result.series()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("measure", series.measure());
            one.put("title", series.measure().title());
            one.put("along", series.measure().axis());
            one.put("sizes", series.sizes());
            one.put("rounds", series.samples());
            one.put("medians", series.medians());
            one.put("ratios", series.ratios());
            one.put("growth", series.growth());
            measures.add(one);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seed", seed);
        figures.put("roundsAsked", rounds);
        figures.put("measures", measures);
        figures.put("targetBytes", Extrapolation.TARGET_BYTES);
        figures.put("target", Extrapolation.of(result, Extrapolation.TARGET_BYTES));
        figures.put("notes", result.notes());
        Goals.write(figures, goals, file);
    }

    private void requireUsable() {
        live.forEach(bytes -> Ranges.require("--live", bytes, MIN_LIVE, MAX_LIVE, Units::bytes));
        sessions.forEach(count -> Ranges.require("--sessions", count, 1, MAX_SESSIONS, Long::toString));
        Ranges.require("--rounds", rounds, 1, MAX_ROUNDS, Long::toString);
        OutputFile.requireDifferent("--json", json, "--report", report);
        OutputFile.requireWritable("--json", json);
        OutputFile.requireWritable("--report", report);
    }
}
