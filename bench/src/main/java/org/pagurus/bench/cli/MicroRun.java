package org.pagurus.bench.cli;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
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
 * One run of benchmarks, each in a JVM of its own. What cannot be measured here is left out, and standard error says so.
 *
 * @param groups whose benchmarks are run
 * @param filter a regular expression that {@code Class.method} has to match somewhere
 * @param length how long each is measured
 */
record MicroRun(List<MicroGroup> groups, String filter, Length length) {
    /** The size that random accesses and copies are meant for. */
    static final int FULL_MIB = 1024;
    private static final int LEAST_MIB = 16;
    private static final String PACKAGE = "org\\.pagurus\\.bench\\.jmh\\.";

    /** How long each benchmark is measured. */
    enum Length {
        /** As its annotations say. */
        FULL,
        /** One of several rounds: half as long. */
        ROUND,
        /** Only to see that it runs. */
        QUICK
    }

    /** Whether there is such a benchmark. */
    boolean isEmpty() {
        return BenchmarkList.defaultList().find(names(System.err), List.of(pattern()), List.of()).isEmpty();
    }

    /** JMH looks for this anywhere in a benchmark's full name. */
    private String pattern() {
        String types = groups.stream().flatMap(group -> group.types().stream()).map(Class::getSimpleName)
            .collect(Collectors.joining("|"));
        return PACKAGE + "(?=(?:" + types + ")\\.).*(" + filter + ")";
    }

    /** Runs them; JMH's own results go to the file, if there is one. */
    List<MicroRow> measure(Path json) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(pattern())
            .jvmArgs(JvmFlags.inherited().toArray(String[]::new))
            .shouldFailOnError(true);
        skip(options);
        shorten(options);
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        Collection<RunResult> results = new Runner(options.build(), names(System.err)).run();
        return results.stream().map(MicroRow::of).toList();
    }

    private void shorten(ChainedOptionsBuilder options) {
        if (length == Length.ROUND) {
            options.warmupIterations(3).warmupTime(TimeValue.milliseconds(400)).measurementIterations(4)
                .measurementTime(TimeValue.milliseconds(500));
        } else if (length == Length.QUICK) {
            options.warmupIterations(1).warmupTime(TimeValue.milliseconds(100)).measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(100));
        }
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
        long available = AvailableMemory.bytes();
        int mib = mibFor(available);
        if (mib < FULL_MIB) {
            System.err.println("only " + Units.bytes(available) + " of memory are available: accesses go through " + mib
                + " MiB instead of " + FULL_MIB);
            options.param("mib", Integer.toString(mib));
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
