package org.pagurus.bench.defrag;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pagurus.bench.defrag.workload.Workload;
import org.pagurus.bench.peers.MallocLibrary;
import org.pagurus.bench.peers.Peer;
import org.pagurus.bench.replay.ReplayTask;
import org.pagurus.bench.trace.Trace;

/**
 * Runs each workload on each allocator in a JVM of its own, one after the other, so that none finds the memory of another.
 */
public final class Forks {
    private static final long HEAP_BASE_BYTES = 128L << 20;
    /** What the live set, the workload and a heap of small objects keep on the Java heap for each object. */
    private static final long HEAP_BYTES_FOR_OBJECT = 48;
    /** What Netty keeps there for each buffer, and Terracotta and OHC throw away for each call before the collector runs. */
    private static final long PEER_BYTES_FOR_OBJECT = 160;
    /** Where values are on the Java heap, it begins so small and grows with them. */
    private static final String FIRST_HEAP = "-Xms16m";
    private static final long LOOK_MILLIS = 250;
    /** A peer that takes longer has failed. */
    private static final long PEER_NANOS = TimeUnit.MINUTES.toNanos(30);

    private final List<String> jvmFlags;
    private final long live;
    private final long seed;
    private final int threads;
    private final Consumer<String> progress;
    /** What {@code T} replays; both null without it. */
    private final ReplayTask task;
    private final Trace trace;

    /**
     * Prepares runs.
     *
     * @param jvmFlags of the JVMs
     * @param live     limit of live bytes
     * @param seed     of the random choices
     * @param threads  that allocate, in workloads for several
     * @param progress gets the name of what runs, several times a second
     */
    public Forks(List<String> jvmFlags, long live, long seed, int threads, Consumer<String> progress) {
        this(jvmFlags, live, seed, threads, progress, null, null);
    }

    /**
     * Prepares runs, {@code T} among them.
     *
     * @param jvmFlags of the JVMs
     * @param live     limit of live bytes
     * @param seed     of the random choices
     * @param threads  that allocate, in workloads for several
     * @param progress gets the name of what runs, several times a second
     * @param task     where the trace is; null for none
     * @param trace    of the task; null for none
     */
    public Forks(List<String> jvmFlags, long live, long seed, int threads, Consumer<String> progress, ReplayTask task,
            Trace trace) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.live = live;
        this.seed = seed;
        this.threads = threads;
        this.progress = progress;
        this.task = task;
        this.trace = trace;
    }

    /**
     * What a run gave.
     *
     * @param rows      one for each phase that ended
     * @param failure   what the JVM said when it failed; empty if it did not
     * @param wrongRead whether it failed because an object was not what it should be
     */
    public record Result(List<Row> rows, String failure, boolean wrongRead) {
        /**
         * Whether the whole benchmark failed with it: after a wrong read, whoever's, and when Pagurus failed. A peer that cannot
         * do a workload is a result.
         *
         * @param allocator that ran
         * @return true if so
         */
        public boolean isFatal(Allocator allocator) {
            return wrongRead || allocator.isPagurus() && !failure.isEmpty();
        }
    }

    /**
     * Runs a workload on an allocator.
     *
     * @param run which
     * @return what it gave
     * @throws IOException if no JVM can be started
     */
    public Result run(Schedule.Run run) throws IOException {
        Peer peer = run.allocator().peer();
        String name = run.workload() + " " + run.allocator().id();
        if (!peer.isAvailable()) {
            return new Result(List.of(), name + " cannot run: " + peer.unavailable(), false);
        }
        ProcessBuilder builder = new ProcessBuilder(command(run, peer));
        builder.environment().putAll(peer.environment());
        Process process = builder.start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        List<Row> rows = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        try {
            Thread out = reading(process.inputReader(), line -> addRow(line, rows, rest));
            Thread err = reading(process.errorReader(), line -> append(rest, line));
            long start = System.nanoTime();
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.accept(name);
                if (!run.allocator().isPagurus() && System.nanoTime() - start > PEER_NANOS) {
                    append(rest, "stopped: it took more than " + TimeUnit.NANOSECONDS.toMinutes(PEER_NANOS) + " minutes");
                    process.destroyForcibly();
                }
            }
            out.join();
            err.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(rows, "interrupted", false);
        } finally {
            Runtime.getRuntime().removeShutdownHook(killer);
        }
        int exitCode = process.exitValue();
        boolean refused = rest.indexOf(MallocLibrary.REFUSED) >= 0;
        String failure = exitCode == 0 && !refused ? "" : name + " seed=" + seed + " failed, exit code " + exitCode
            + System.lineSeparator() + rest;
        // With the loader's refusal it was the C library's malloc.
        return new Result(refused ? List.of() : rows, failure, exitCode == Child.WRONG_READ);
    }

    private List<String> command(Schedule.Run run, Peer peer) {
        List<String> command = new ArrayList<>();
        command.add(peer.java().toString());
        command.addAll(jvmFlags);
        command.addAll(peer.jvmFlags());
        command.addAll(heapFlags(run.allocator(), Workloads.of(run.workload(), live, trace)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), run.workload(),
            run.allocator().id(), Long.toString(live), Long.toString(seed), Integer.toString(threads),
            Integer.toString(run.round())));
        if (task != null) {
            command.add(task.json());
        }
        return command;
    }

    /** The Java heap: what the workload needs for itself, and for values there as much more as Pagurus gets for its heap. */
    private List<String> heapFlags(Allocator allocator, Workload workload) {
        List<Workload> parts = workload.parts(threads);
        long objects = (long) parts.size() * parts.get(0).maxObjects();
        long own = HEAP_BASE_BYTES + HEAP_BYTES_FOR_OBJECT * objects + workload.ownBytes();
        if (allocator.isOnHeap()) {
            return List.of(FIRST_HEAP, "-Xmx" + mib(own + workload.capacityBytes()));
        }
        long heap = allocator.isPagurus() ? own : own + PEER_BYTES_FOR_OBJECT * objects;
        // Touched at once: what the process grows by later is not the Java heap.
        return List.of("-XX:+UseSerialGC", "-Xms" + mib(heap), "-Xmx" + mib(heap), "-XX:+AlwaysPreTouch");
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + "m";
    }

    private static Thread reading(BufferedReader reader, Consumer<String> lines) {
        Thread thread = new Thread(() -> {
            try (reader) {
                reader.lines().forEach(lines);
            } catch (IOException | UncheckedIOException e) {
                lines.accept("output lost: " + e);
            }
        }, "fork-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void addRow(String line, List<Row> rows, StringBuilder rest) {
        if (line.startsWith("{")) {
            try {
                rows.add(RowJson.parse(line));
                return;
            } catch (IOException e) {
                append(rest, e.getMessage());
            }
        }
        append(rest, line);
    }

    private static void append(StringBuilder rest, String line) {
        synchronized (rest) {
            rest.append(line).append(System.lineSeparator());
        }
    }
}
