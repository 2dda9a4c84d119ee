package org.pagurus.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.RunnerException;
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
    description = "Measures accesses, sections, grace periods and allocations beside floors and peers; about seven minutes.")
public final class MicroCommand implements Callable<Integer> {
    @Option(names = "--filter", paramLabel = "REGEX", defaultValue = "",
        description = "Only benchmarks whose Class.method matches somewhere, for example Access or pagurusRead.")
    private String filter;

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
        requireFilter();
        OutputFile.requireWritable("--json", json);
        List<MicroRow> rows = MicroRun.of(filter).run(JvmFlags.needed(), json,
            name -> System.err.println("running " + name + " ..."), what -> System.err.println("skipping " + what));
        PrintWriter out = spec.commandLine().getOut();
        out.print(MicroTable.text(rows));
        out.println("JDK " + System.getProperty("java.runtime.version") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors. Ratio: to the floor of the same run, the rawX above it, by the fastest iterations (least).");
        out.flush();
        return Main.OK;
    }

    private void requireFilter() {
        boolean found;
        try {
            found = MicroRun.of(filter).matchesSome();
        } catch (PatternSyntaxException e) {
            throw new UnusableException("--filter: '" + filter + "' is not a regular expression: " + e.getDescription());
        }
        if (!found) {
            throw new UnusableException("--filter: no benchmark matches '" + filter + "'");
        }
    }
}
