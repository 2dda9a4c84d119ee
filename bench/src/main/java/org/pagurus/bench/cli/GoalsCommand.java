package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.goals.GoalRun;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.report.GoalsReport;
import org.pagurus.bench.suite.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench goals}: see {@link org.pagurus.bench.suite}.
 */
@Command(name = "goals", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Measures what the project wants to reach: a table of goals, each with its figure, and held or not.",
        "At most 20 minutes on two cores with nothing else running. Exits with 1 if a goal is missed or a group fails;",
        "a goal that cannot be measured here is neither held nor missed."})
public final class GoalsCommand implements Callable<Integer> {
    private static final double QUIET_LOAD = 0.5;

    private final List<GoalGroup> groups;

    @Option(names = "--only", paramLabel = "LIST", split = ",",
        description = "Names of groups with commas, as the first lines of the output have them. Default: all.")
    private List<String> only;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the setting, the groups and all goals to FILE.")
    private Path json;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Writes the goals as a page to FILE.")
    private Path report;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public GoalsCommand() {
        this(Suite.groups(JvmFlags.inherited()));
    }

    /** With other groups. */
    GoalsCommand(List<GoalGroup> groups) {
        this.groups = List.copyOf(groups);
    }

    @Override
    public Integer call() throws IOException {
        List<GoalGroup> chosen = chosen();
        if (json != null && report != null && json.toAbsolutePath().equals(report.toAbsolutePath())) {
            throw new UnusableException("--json and --report: both name " + json);
        }
        OutputFile.requireWritable("--json", json);
        OutputFile.requireWritable("--report", report);
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put("start", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        setting.put("loadAverageAtStart", load);
        String where = Goals.setting() + Units.format(". Load average before it began: %.2f.", load);
        out.println(where);
        if (load > QUIET_LOAD) {
            out.println("Something else runs on this machine: the figures are not those of a quiet one.");
        }
        out.println();
        out.print(GoalRun.estimate(chosen));
        out.println();
        out.flush();
        ProgressNames progress = new ProgressNames(System.err, Boolean.getBoolean("pagurus.tty"));
        GoalRun run = GoalRun.of(chosen, progress, result -> {
            progress.end();
            out.println(GoalRun.table(result));
            out.flush();
        });
        out.print(run.table());
        if (json != null) {
            run.write(setting, json);
            out.println("Figures: " + json);
        }
        if (report != null) {
            GoalsReport.write(where, run, report);
            out.println("Report: " + report);
        }
        out.flush();
        return run.isHeld() ? Main.OK : Main.FAILED;
    }

    /** In the order in which they would all run. */
    private List<GoalGroup> chosen() {
        if (only == null) {
            return groups;
        }
        List<String> names = groups.stream().map(GoalGroup::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new UnusableException("--only: there is no group '" + name + "'; allowed are " + String.join(", ", names));
            }
        }
        return groups.stream().filter(group -> only.contains(group.name())).toList();
    }
}
