package org.pagurus.bench.micro;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
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

/**
 * Which benchmarks are run, and how long. Each has a JVM of its own.
 *
 * @param filter     a regular expression that is found in {@code Class.method}
 * @param parameters the values of benchmarks' parameters; all that a benchmark has where it is not named
 * @param warmUps    iterations before it is measured; 0 for as many as the benchmark says
 * @param iterations that are measured; likewise
 */
public record MicroRun(String filter, Map<String, List<String>> parameters, int warmUps, int iterations) {
    private static final String PACKAGE = "org\\.pagurus\\.bench\\.jmh\\.";
    private static final String FENCE = "fence";

    /** Copies the parameters. */
    public MicroRun {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Benchmarks with all their parameters, as long as they say.
     *
     * @param filter see {@link #filter}
     * @return the run
     */
    public static MicroRun of(String filter) {
        return new MicroRun(filter, Map.of(), 0, 0);
    }

    /**
     * The same with other numbers of iterations.
     *
     * @param newWarmUps    1 or more
     * @param newIterations 1 or more
     * @return the run
     */
    public MicroRun shortened(int newWarmUps, int newIterations) {
        return new MicroRun(filter, parameters, newWarmUps, newIterations);
    }

    /**
     * The same with some values of a parameter only.
     *
     * @param name   of the parameter, as JMH has it
     * @param values of it
     * @return the run
     */
    public MicroRun with(String name, String... values) {
        Map<String, List<String>> more = new LinkedHashMap<>(parameters);
        more.put(name, List.of(values));
        return new MicroRun(filter, more, warmUps, iterations);
    }

    /**
     * Whether the filter matches a benchmark.
     *
     * @return true if it does
     * @throws java.util.regex.PatternSyntaxException if it is not a regular expression
     */
    public boolean matchesSome() {
        return !BenchmarkList.defaultList().find(names(ignored -> { }), List.of(include()), List.of()).isEmpty();
    }

    private String include() {
        return PACKAGE + ".*(" + filter + ")";
    }

    /**
     * Runs them, one after the other.
     *
     * @param jvmFlags of their JVMs
     * @param json     where JMH's own results go; null for nowhere
     * @param progress gets the name of each benchmark as it begins
     * @param skipped  gets what cannot be measured here, and why
     * @return a row for each benchmark and its parameters
     * @throws RunnerException if a benchmark fails
     */
    public List<MicroRow> run(List<String> jvmFlags, Path json, Consumer<String> progress, Consumer<String> skipped)
        throws RunnerException {
        Map<String, List<String>> values = new LinkedHashMap<>(parameters);
        ChainedOptionsBuilder options = new OptionsBuilder().include(include()).jvmArgs(jvmFlags.toArray(String[]::new))
            .shouldFailOnError(true);
        if (Runtime.version().feature() < SharedArena.MIN_JDK) {
            skipped.accept("SharedArena: JDK " + SharedArena.MIN_JDK + " or newer has it");
            options.exclude("SharedArena");
        }
        try {
            RcuDomain.builder().fence(Fence.ASYMMETRIC).strict().close();
        } catch (UnsupportedOperationException e) {
            skipped.accept("Asymmetric: " + e.getMessage());
            options.exclude("Asymmetric");
            values.put(FENCE, List.of(Fence.FULL.name()));
        }
        values.forEach((name, some) -> options.param(name, some.toArray(String[]::new)));
        if (warmUps > 0) {
            options.warmupIterations(warmUps);
        }
        if (iterations > 0) {
            options.measurementIterations(iterations);
        }
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        return new Runner(options.build(), names(progress)).run().stream().map(MicroRow::of).toList();
    }

    /** The same as arguments of JMH's own command line; nothing is left out. */
    List<String> jmhArguments(List<String> jvmFlags, Path json) {
        List<String> arguments = new ArrayList<>(List.of(include(), "-jvmArgs", String.join(" ", jvmFlags), "-foe", "true", "-rf",
            "json", "-rff", json.toString()));
        parameters.forEach((name, values) -> arguments.addAll(List.of("-p", name + "=" + String.join(",", values))));
        if (warmUps > 0) {
            arguments.addAll(List.of("-wi", Integer.toString(warmUps)));
        }
        if (iterations > 0) {
            arguments.addAll(List.of("-i", Integer.toString(iterations)));
        }
        return arguments;
    }

    /** JMH tells a lot; this passes on only what runs now. */
    private static OutputFormat names(Consumer<String> progress) {
        return (OutputFormat) Proxy.newProxyInstance(OutputFormat.class.getClassLoader(), new Class<?>[] {OutputFormat.class},
            (proxy, method, arguments) -> {
                if (method.getName().equals("startBenchmark")) {
                    progress.accept(MicroRow.label((BenchmarkParams) arguments[0]));
                }
                return null;
            });
    }
}
