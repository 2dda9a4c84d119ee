package org.pagurus.bench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.bench.caches.PagurusCache;
import org.pagurus.bench.caches.Sizing;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.replay.ReplayForks;
import org.pagurus.bench.replay.ReplayRow;
import org.pagurus.bench.replay.ReplayTable;
import org.pagurus.bench.replay.ReplayTask;
import org.pagurus.bench.trace.Columns;
import org.pagurus.bench.trace.Trace;
import org.pagurus.bench.trace.TraceException;
import org.pagurus.bench.trace.TraceFormat;
import org.pagurus.relocation.Heap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus replay}: see {@link org.pagurus.bench.replay}.
 */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Replays a trace of requests through a cache whose values are in Pagurus, or in peers.",
        "Each runs in a JVM of its own.",
        "Every hit is checked in every byte; exits with 1 if one was wrong or a run failed."})
public final class ReplayCommand implements Callable<Integer> {
    private static final long MAX_LIMIT = 64L << 30;
    private static final int MAX_REQUESTS = Integer.MAX_VALUE - 16;
    private static final int MADE_REQUESTS = 1_000_000;
    /** Takes seconds to read. */
    private static final long LARGE_FILE = 4L << 20;

    @Parameters(index = "0", paramLabel = "FILE", description = "The trace, packed by gzip or not.")
    private Path file;

    @Option(names = "--format", paramLabel = "NAME", defaultValue = "csv",
        description = "csv, whose columns --columns names; libcachesim: oracleGeneral records, or time,id,size if FILE "
            + "ends with .csv or .csv.gz; sizes: one in a line, each a new object, in an LRU cache; twitter: figures of "
            + "clusters, after which requests are made. Default: ${DEFAULT-VALUE}.")
    private String formatName;

    @Option(names = "--columns", paramLabel = "LIST",
        description = "Names or numbers (from 1) of a CSV file's columns, and the values of op: key=lbn,size=size,time=time,"
            + "op=op,write=2a,read=28,delete=D. key and size are needed; without op all requests are reads; several values "
            + "have a bar between them: write=set|add.")
    private String columns;

    @Option(names = "--cluster", paramLabel = "N", description = "Of a twitter file: 1 for cluster1.")
    private Integer cluster;

    @Option(names = "--limit", paramLabel = "SIZE", converter = ByteSize.class,
        description = "The most that is live in the cache. Default: a quarter of what all keys need; 256 MiB for twitter.")
    private Long limit;

    @Option(names = "--allocator", paramLabel = "LIST", defaultValue = "pagurus",
        description = "Names with commas: pagurus, malloc, jemalloc, mimalloc, tcmalloc, ohc, terracotta, chronicle, heap-g1, "
            + "heap-zgc. Default: ${DEFAULT-VALUE}.")
    private String allocators;

    @Option(names = "--requests", paramLabel = "N",
        description = "The most that are replayed. Default: all of the file; 1,000,000 for twitter.")
    private Integer requests;

    @Option(names = "--skip-empty", description = "Leaves out requests of size 0, which are refused otherwise.")
    private boolean skipEmpty;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of the requests that are made for twitter. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures to FILE, as one JSON object.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public ReplayCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws IOException {
        List<Subject> subjects = Arguments.parsed("--allocator", () -> Subject.parse(allocators));
        ReplayTask task = usableTask();
        OutputFile.requireWritable("--json", json);
        ProgressNames progress = new ProgressNames(System.err, Boolean.getBoolean("pagurus.tty"));
        if (Files.isRegularFile(file) && Files.size(file) > LARGE_FILE) {
            progress.accept("reading " + file);
        }
        Trace trace;
        Sizing sizing;
        try {
            trace = task.trace();
            sizing = task.sizing(trace);
        } catch (TraceException e) {
            throw new UnusableException(e.getMessage());
        } finally {
            progress.end();
        }
        requireHeap(sizing);
        PrintWriter out = spec.commandLine().getOut();
        printSetting(out, trace, sizing);
        List<ReplayRow> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        ReplayForks forks = new ReplayForks(JvmFlags.inherited(), task, trace, progress);
        for (Subject subject : subjects) {
            if (!subject.peer().isAvailable()) {
                out.println("skipping " + subject.id() + ": " + subject.peer().unavailable());
                continue;
            }
            ReplayForks.Result result = forks.run(subject);
            progress.end();
            if (!result.failure().isEmpty()) {
                problems.add(subject.id() + " failed: " + result.failure().stripTrailing());
                continue;
            }
            rows.add(result.row());
            if (result.row().wrong() > 0) {
                problems.add(subject.id() + ": " + result.row().wrong() + " of " + result.row().hits() + " hits were wrong");
            }
        }
        out.print(ReplayTable.text(rows));
        problems.forEach(out::println);
        if (json != null) {
            write(task, trace, sizing, rows, problems, json);
            out.println("Figures: " + json);
        }
        out.flush();
        return problems.isEmpty() ? Main.OK : Main.FAILED;
    }

    private void printSetting(PrintWriter out, Trace trace, Sizing sizing) {
        out.println(Goals.setting() + ". " + file + ": " + Units.count(trace.requests()) + " requests, "
            + Units.count(trace.keys()) + " keys, values of " + Units.bytes(trace.smallestBytes()) + " to "
            + Units.bytes(trace.largestBytes()) + ", "
            + Units.bytes(trace.footprintBytes()) + " altogether. limit=" + Units.bytes(sizing.limitBytes()) + " seed=" + seed);
        if (trace.skipped() > 0) {
            out.println(Units.count(trace.skipped()) + " requests of size 0 were left out");
        }
        if (trace.footprintBytes() <= sizing.limitBytes()) {
            out.println("All values fit the limit: nothing will be evicted.");
        }
        out.println();
        out.flush();
    }

    static void write(ReplayTask task, Trace trace, Sizing sizing, List<ReplayRow> rows, List<String> problems, Path file)
            throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("task", task);
        figures.put("requests", trace.requests());
        figures.put("keys", trace.keys());
        figures.put("footprintBytes", trace.footprintBytes());
        figures.put("largestBytes", trace.largestBytes());
        figures.put("skipped", trace.skipped());
        figures.put("limitBytes", sizing.limitBytes());
        figures.put("processors", Runtime.getRuntime().availableProcessors());
        figures.put("rows", rows);
        figures.put("problems", problems);
        new ObjectMapper().writer(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), figures);
    }

    // ---- arguments ----

    private ReplayTask usableTask() {
        TraceFormat format = Arguments.parsed("--format", () -> TraceFormat.of(formatName));
        if (columns != null) {
            if (format != TraceFormat.CSV && format != TraceFormat.LIBCACHESIM) {
                throw new UnusableException("--columns: " + format.id() + " files have columns of their own; leave it out");
            }
            Arguments.parsed("--columns", () -> Columns.parse(columns));
        } else if (format == TraceFormat.CSV) {
            throw new UnusableException("--columns is missing: which columns hold key and size; for example key=lbn,size=size");
        }
        if (cluster == null == (format == TraceFormat.TWITTER)) {
            throw new UnusableException(cluster == null ? "--cluster is missing: which cluster of the file; for example 1"
                : "--cluster: only --format twitter has clusters");
        }
        if (limit != null) {
            Ranges.require("--limit", limit, ReplayTask.MIN_LIMIT_BYTES, MAX_LIMIT, Units::bytes);
        }
        if (requests != null) {
            Ranges.require("--requests", requests, 1, MAX_REQUESTS, Units::count);
        }
        int most = requests != null ? requests : format == TraceFormat.TWITTER ? MADE_REQUESTS : MAX_REQUESTS;
        return new ReplayTask(file.toString(), format, columns, cluster == null ? 0 : cluster, most, limit == null ? 0 : limit,
            seed, skipEmpty);
    }

    private static void requireHeap(Sizing sizing) {
        try {
            Heap.builder().capacity(PagurusCache.capacityBytes(sizing.limitBytes() + sizing.largestBytes())).build().close();
        } catch (IllegalArgumentException | IllegalStateException | OffHeapExhaustedException e) {
            throw new UnusableException("--limit: " + Units.bytes(sizing.limitBytes()) + " needs a heap that cannot be had: "
                + e.getMessage());
        }
    }
}
