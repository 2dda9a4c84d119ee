package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.bench.demo.Demo;
import org.pagurus.bench.demo.DemoOptions;
import org.pagurus.bench.demo.DemoResult;
import org.pagurus.bench.demo.JdkValues;
import org.pagurus.bench.demo.ProgressLine;
import org.pagurus.bench.demo.ResultJson;
import org.pagurus.bench.demo.ResultTable;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.report.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus demo}: see {@link org.pagurus.bench.demo}.
 */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Plays months of a cache's life in seconds, first without the compactor and then with it.",
        "The values are the files of the running JDK; readers check every byte of every value they get.",
        "Exits with 1 if one read was wrong, byte sums do not fit, or the heap's verifier found something."})
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "20",
        description = "How long, reading the input not counted. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--limit", paramLabel = "SIZE", defaultValue = "256m", converter = ByteSize.class,
        description = "The cache evicts above this sum of lengths. Default: ${DEFAULT-VALUE}, where everything fits.")
    private long limitBytes;

    @Option(names = "--readers", paramLabel = "N", defaultValue = "2",
        description = "Reader threads. Default: ${DEFAULT-VALUE}.")
    private int readers;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures to FILE, as one JSON object.")
    private Path json;

    @Option(names = "--report", paramLabel = "FILE.html",
        description = "Writes a report with drawings to FILE, as one HTML page.")
    private Path report;

    @Spec
    private CommandSpec spec;

    private final DemoPreparation preparation;

    /** Creates the command; picocli does. */
    public DemoCommand() {
        this(demo -> demo);
    }

    /** With something done to the demo before it runs. */
    DemoCommand(DemoPreparation preparation) {
        this.preparation = preparation;
    }

    /** What tests do to a demo before it runs. */
    @FunctionalInterface
    interface DemoPreparation {
        Demo prepare(Demo demo);
    }

    @Override
    public Integer call() throws IOException {
        DemoOptions options = usableOptions();
        PrintWriter out = spec.commandLine().getOut();
        JdkValues input = load();
        out.println("JDK " + System.getProperty("java.runtime.version") + ": " + Units.count(input.size()) + " files, "
            + Units.mib(input.totalBytes()) + ". limit=" + Units.bytes(options.limitBytes()) + " readers=" + options.readers()
            + " seconds=" + options.seconds() + " seed=" + options.seed());
        out.flush();
        ProgressLine progress = new ProgressLine(System.err, Boolean.getBoolean("pagurus.tty"), options.seconds());
        DemoResult result = preparation.prepare(new Demo(options, input, progress)).run();
        progress.end();
        out.println();
        out.print(new ResultTable(result).text());
        if (json != null) {
            ResultJson.write(result, json);
            out.println("Figures: " + json);
        }
        if (report != null) {
            HtmlReport.write(result, report);
            out.println("Report: " + report);
        }
        out.flush();
        return result.isRight() ? Main.OK : Main.FAILED;
    }

    private static JdkValues load() {
        try {
            return JdkValues.load();
        } catch (OutOfMemoryError e) {
            throw new UnusableException("the Java heap of " + Units.bytes(Runtime.getRuntime().maxMemory())
                + " is too small for the JDK's files; start the JVM with -Xmx512m or more");
        }
    }

    private DemoOptions usableOptions() {
        if (json != null && report != null && json.toAbsolutePath().equals(report.toAbsolutePath())) {
            throw new UnusableException("--json and --report: both name " + json);
        }
        OutputFile.requireWritable("--json", json);
        OutputFile.requireWritable("--report", report);
        try {
            DemoOptions options = new DemoOptions(seconds, limitBytes, readers, seed);
            Demo.requireHeap(options);
            return options;
        } catch (IllegalArgumentException | IllegalStateException | OffHeapExhaustedException e) {
            throw new UnusableException(e.getMessage());
        }
    }
}
