package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.explain.ExplainJson;
import org.pagurus.bench.explain.Outcome;
import org.pagurus.bench.explain.ScenarioFork;
import org.pagurus.bench.explain.Story;
import org.pagurus.bench.report.DeadlockReport;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.explain.Scenario;
import org.pagurus.relocation.explain.Scene;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus explain deadlock}: see {@code org.pagurus.relocation.explain}.
 */
@Command(name = "deadlock", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Shows a deadlock: a migrator waits for a grace period while a page is in MIGRATING, and readers spin on its",
        "migration entry inside their sections. Then the same load with each of the cures.",
        "Each runs in a JVM of its own, with a watchdog.",
        "Exits with 0 only if the first hung and its stall report names readers and migrator, and all others finished."})
public final class ExplainDeadlockCommand implements Callable<Integer> {
    private static final int MAX_SECONDS = 600;
    private static final String INDENT = "  ";

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "2",
        description = "For how long nothing may move before the watchdog gives a run up; a stall is reported after half of it. "
            + "Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--report", paramLabel = "FILE.html",
        description = "Writes a report with the timelines drawn to FILE, as one HTML page.")
    private Path report;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures to FILE, as one JSON object.")
    private Path json;

    @Spec
    private CommandSpec spec;

    private final List<Scenario> scenarios;
    private final UnaryOperator<Scenario> preparation;

    /** Creates the command; picocli does. */
    public ExplainDeadlockCommand() {
        this(List.of(Scenario.values()), scenario -> scenario);
    }

    /** With some scenarios, and perhaps running others than it takes them for. */
    ExplainDeadlockCommand(List<Scenario> scenarios, UnaryOperator<Scenario> preparation) {
        this.scenarios = scenarios;
        this.preparation = preparation;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireUsable();
        PrintWriter out = spec.commandLine().getOut();
        out.println("JDK " + System.getProperty("java.runtime.version") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors. readers=" + Scene.READERS + " pages=" + Scene.OBJECTS + " of " + Units.bytes(Scene.OBJECT_BYTES)
            + " rounds=" + Scene.ROUNDS + " seconds=" + seconds);
        out.println("Times are those of the round in which a reader first met a migration entry.");
        out.flush();
        DefragLine line = new DefragLine(System.err, Boolean.getBoolean("pagurus.tty"));
        ScenarioFork fork = new ScenarioFork(JvmFlags.inherited(), seconds * 1_000L, line);
        List<Outcome> outcomes = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Outcome outcome = fork.run(scenario, preparation.apply(scenario));
            line.end();
            outcomes.add(outcome);
            print(out, outcome);
        }
        out.println();
        out.println(Story.head());
        outcomes.forEach(outcome -> out.println(Story.line(outcome)));
        out.println();
        out.println(Story.conclusion(outcomes));
        if (json != null) {
            ExplainJson.write(outcomes, seconds, json);
            out.println("Figures: " + json);
        }
        if (report != null) {
            DeadlockReport.write(outcomes, report);
            out.println("Report: " + report);
        }
        out.flush();
        return outcomes.stream().allMatch(Outcome::isRight) ? Main.OK : Main.FAILED;
    }

    private static void print(PrintWriter out, Outcome outcome) {
        out.println();
        out.println(outcome.scenario().id() + ": " + outcome.scenario().title());
        if (outcome.result() != null) {
            Story.timeline(outcome.result()).forEach(line -> out.println(INDENT + line));
            if (outcome.result().stall() != null) {
                Story.stall(outcome.result().stall()).forEach(line -> out.println(INDENT + line));
            }
        }
        out.println(INDENT + Story.verdict(outcome));
        out.flush();
    }

    private void requireUsable() {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new UnusableException("--seconds: " + seconds + " is out of range; allowed are 1 to " + MAX_SECONDS);
        }
        if (json != null && report != null && json.toAbsolutePath().equals(report.toAbsolutePath())) {
            throw new UnusableException("--json and --report: both name " + json);
        }
        OutputFile.requireWritable("--json", json);
        OutputFile.requireWritable("--report", report);
        try {
            // The policy that asks for most.
            Heap.builder().capacity(Scene.CAPACITY).onMigration(OnMigration.FALLBACK).build().close();
        } catch (IllegalArgumentException | IllegalStateException | OffHeapExhaustedException e) {
            throw new UnusableException(e.getMessage());
        }
    }
}
