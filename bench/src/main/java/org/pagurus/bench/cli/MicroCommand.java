package org.pagurus.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.RunnerException;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.micro.MicroGroup;
import org.pagurus.bench.micro.MicroRow;
import org.pagurus.bench.micro.MicroRun;
import org.pagurus.bench.micro.MicroTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench micro}: runs the benchmarks of {@link org.pagurus.bench.jmh} in JVMs of their own.
 */
@Command(name = "micro", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Measures accesses, copies, sections, grace periods, allocation and migration beside floors and peers;",
        "about twelve minutes. Random accesses and copies need 1.5 GiB of memory, or go through less and say so."})
public final class MicroCommand implements Callable<Integer> {
    @Option(names = "--group", paramLabel = "LIST", defaultValue = "all", split = ",",
        description = "Only these parts of the table. Allowed: all, ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
        completionCandidates = GroupNames.class)
    private List<String> groups;

    @Option(names = "--filter", paramLabel = "REGEX", defaultValue = "",
        description = "Only benchmarks whose Class.method matches somewhere, for example Access or pagurusRead.")
    private String filter;

    @Option(names = "--quick", description = "Measures for a moment only, to see that all of it runs: no figures to rely on.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes JMH's own JSON results to FILE.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public MicroCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws RunnerException {
        MicroRun run = new MicroRun(Names.choose("--group", groups, MicroGroup.class), filter,
            quick ? MicroRun.Length.QUICK : MicroRun.Length.FULL);
        requireBenchmarks(run);
        OutputFile.requireWritable("--json", json);
        List<MicroRow> rows = run.measure(JvmFlags.inherited(), json,
            name -> System.err.println("running " + name + " ..."), what -> System.err.println("skipping " + what));
        PrintWriter out = spec.commandLine().getOut();
        out.print(MicroTable.text(rows));
        out.println(Goals.setting() + ". Ratio: to the floor of the same run, the rawX above it, by the fastest iterations"
            + " (least)." + (quick ? " Quick: nothing to rely on." : ""));
        out.flush();
        return Main.OK;
    }

    private void requireBenchmarks(MicroRun run) {
        try {
            Pattern.compile(filter);
        } catch (PatternSyntaxException e) {
            throw new UnusableException("--filter: '" + filter + "' is not a regular expression: " + e.getDescription());
        }
        if (run.isEmpty()) {
            throw new UnusableException("--filter: no benchmark matches '" + filter + "'");
        }
    }
}
