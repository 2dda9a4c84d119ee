package org.pagurus.bench.micro;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.pagurus.bench.compaction.AvailableMemory;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.jmh.SharedArena;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.RcuDomain;

/**
 * One run of benchmarks, each in a JVM of its own.
 *
 * @param groups     whose benchmarks are run
 * @param filter     a regular expression that {@code Class.method} has to match somewhere
 * @param length     how long each is measured
 * @param parameters the values of benchmarks' parameters; all that a benchmark has where it is not named
 */
public record MicroRun(List<MicroGroup> groups, String filter, Length length, Map<String, List<String>> parameters) {
    /** The size that random accesses and copies are meant for. */
    static final int FULL_MIB = 1024;
    private static final int LEAST_MIB = 16;
    private static final String PACKAGE = "org\\.pagurus\\.bench\\.jmh\\.";

    /** How long each benchmark is measured. */
    public enum Length {
        /** As its annotations say. */
        FULL(0, 0, 0, 0),
        /** One of several rounds: half as long. */
        ROUND(3, 400, 4, 500),
        /** Only to see that it runs. */
        QUICK(1, 100, 2, 100);

        private final int warmUps;
        private final int warmUpMillis;
        private final int iterations;
        private final int millis;

        Length(int warmUps, int warmUpMillis, int iterations, int millis) {
            this.warmUps = warmUps;
            this.warmUpMillis = warmUpMillis;
            this.iterations = iterations;
            this.millis = millis;
        }
    }

    /** Copies the lists. */
    public MicroRun {
        groups = List.copyOf(groups);
        parameters = Map.copyOf(parameters);
    }

    /**
     * Benchmarks with all their parameters.
     *
     * @param groups whose benchmarks are run
     * @param filter a regular expression that {@code Class.method} has to match somewhere
     * @param length how long each is measured
     */
    public MicroRun(List<MicroGroup> groups, String filter, Length length) {
        this(groups, filter, length, Map.of());
    }

    /**
     * The same with some values of a parameter only.
     *
     * @param name   of the parameter, as JMH has it
     * @param values of it
     * @return the run
     */
    MicroRun with(String name, String... values) {
        Map<String, List<String>> more = new LinkedHashMap<>(parameters);
        more.put(name, List.of(values));
        return new MicroRun(groups, filter, length, more);
    }

    /**
     * Whether there is no such benchmark.
     *
     * @return true if there is none
     * @throws java.util.regex.PatternSyntaxException if the filter is not a regular expression
     */
    public boolean isEmpty() {
        return BenchmarkList.defaultList().find(names(ignored -> { }), List.of(pattern()), List.of()).isEmpty();
    }

    /** JMH looks for this anywhere in a benchmark's full name. */
    private String pattern() {
        String types = groups.stream().flatMap(group -> group.types().stream()).map(Class::getSimpleName)
            .collect(Collectors.joining("|"));
        return PACKAGE + "(?=(?:" + types + ")\\.).*(" + filter + ")";
    }

    /**
     * Runs them, one after the other. What cannot be measured here is left out.
     *
     * @param jvmFlags of their JVMs
     * @param json     where JMH's own results go; null for nowhere
     * @param progress gets the name of each benchmark as it begins
     * @param skipped  gets what is left out, and why
     * @return a row for each benchmark and its parameters
     * @throws RunnerException if a benchmark fails
     */
    public List<MicroRow> measure(List<String> jvmFlags, Path json, Consumer<String> progress, Consumer<String> skipped)
        throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(pattern()).jvmArgs(jvmFlags.toArray(String[]::new))
            .shouldFailOnError(true);
        Map<String, List<String>> values = new LinkedHashMap<>(parameters);
        skip(options, values, skipped);
        values.forEach((name, some) -> options.param(name, some.toArray(String[]::new)));
        if (length.iterations > 0) {
            options.warmupIterations(length.warmUps).warmupTime(TimeValue.milliseconds(length.warmUpMillis))
                .measurementIterations(length.iterations).measurementTime(TimeValue.milliseconds(length.millis));
        }
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        return new Runner(options.build(), names(progress)).run().stream().map(MicroRow::of).toList();
    }

    /** The same as arguments of JMH's own command line; nothing is left out. */
    List<String> jmhArguments(List<String> jvmFlags, Path json) {
        List<String> arguments = new ArrayList<>(List.of(pattern(), "-jvmArgs", String.join(" ", jvmFlags), "-foe", "true", "-rf",
            "json", "-rff", json.toString()));
        parameters.forEach((name, values) -> arguments.addAll(List.of("-p", name + "=" + String.join(",", values))));
        if (length.iterations > 0) {
            arguments.addAll(List.of("-wi", Integer.toString(length.warmUps), "-w", length.warmUpMillis + "ms", "-i",
                Integer.toString(length.iterations), "-r", length.millis + "ms"));
        }
        return arguments;
    }

    private void skip(ChainedOptionsBuilder options, Map<String, List<String>> values, Consumer<String> skipped) {
        if (Runtime.version().feature() < SharedArena.MIN_JDK) {
            skipped.accept("SharedArena: JDK " + SharedArena.MIN_JDK + " or newer has it");
            options.exclude("SharedArena");
        }
        try {
            RcuDomain.builder().fence(Fence.ASYMMETRIC).strict().close();
        } catch (UnsupportedOperationException e) {
            skipped.accept("Asymmetric: " + e.getMessage());
            options.exclude("Asymmetric");
            values.put("fence", List.of(Fence.FULL.name()));
        }
        long available = AvailableMemory.bytes();
        int mib = mibFor(available);
        if (mib < FULL_MIB) {
            skipped.accept("accesses to more than " + mib + " MiB instead of " + FULL_MIB + ": only " + Units.bytes(available)
                + " of memory are available");
            values.put("mib", List.of(Integer.toString(mib)));
        }
    }

    /** MiB of objects for which there is memory, half as much again included: a power of two, at most what is meant. */
    static int mibFor(long available) {
        int mib = FULL_MIB;
        while (mib > LEAST_MIB && available >> 20 < mib + mib / 2) {
            mib /= 2;
        }
        return mib;
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
