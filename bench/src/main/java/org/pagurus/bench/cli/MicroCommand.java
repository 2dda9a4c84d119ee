package org.pagurus.bench.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.pagurus.bench.jmh.SharedArena;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.RcuDomain;
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
    private static final String PACKAGE = "org\\.pagurus\\.bench\\.jmh\\.";

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
        List<MicroRow> rows = measure(filter, json);
        PrintWriter out = spec.commandLine().getOut();
        out.print(MicroTable.text(rows));
        out.println("JDK " + System.getProperty("java.runtime.version") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors. Ratio: to the floor of the same run, the rawX above it, by the fastest iterations (least).");
        out.flush();
        return Main.OK;
    }

    /** Runs the benchmarks that a filter matches; JMH's own results go to the file, if there is one. */
    static List<MicroRow> measure(String filter, Path json) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(PACKAGE + ".*(" + filter + ")")
            .jvmArgs(JvmFlags.inherited().toArray(String[]::new)).shouldFailOnError(true);
        skip(options);
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        Collection<RunResult> results = new Runner(options.build(), names(System.err)).run();
        return results.stream().map(MicroRow::of).toList();
    }

    /** Leaves out what cannot be measured here, and says so. */
    private static void skip(ChainedOptionsBuilder options) {
        if (Runtime.version().feature() < SharedArena.MIN_JDK) {
            System.err.println("skipping SharedArena: JDK " + SharedArena.MIN_JDK + " or newer has it");
            options.exclude("SharedArena");
        }
        try {
            RcuDomain.builder().fence(Fence.ASYMMETRIC).strict().close();
        } catch (UnsupportedOperationException e) {
            System.err.println("skipping Asymmetric: " + e.getMessage());
            options.exclude("Asymmetric").param("fence", Fence.FULL.name());
        }
    }

    private void requireFilter() {
        try {
            Pattern.compile(filter);
        } catch (PatternSyntaxException e) {
            throw new UnusableException("--filter: '" + filter + "' is not a regular expression: " + e.getDescription());
        }
        boolean found = !BenchmarkList.defaultList().find(names(System.err), List.of(PACKAGE + ".*(" + filter + ")"),
            List.of()).isEmpty();
        if (!found) {
            throw new UnusableException("--filter: no benchmark matches '" + filter + "'");
        }
    }

    /** JMH tells a lot; this says only what runs now. */
    private static OutputFormat names(PrintStream out) {
        return (OutputFormat) Proxy.newProxyInstance(OutputFormat.class.getClassLoader(), new Class<?>[] {OutputFormat.class},
            (proxy, method, arguments) -> {
                if (method.getName().equals("startBenchmark")) {
                    out.println("running " + MicroRow.label((BenchmarkParams) arguments[0]) + " ...");
                }
                return null;
            });
    }
}
