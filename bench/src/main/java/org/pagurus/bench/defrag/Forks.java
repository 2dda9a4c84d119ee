package org.pagurus.bench.defrag;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs each workload on each allocator in a JVM of its own, one after the other, so that none finds the memory of another.
 */
public final class Forks {
    private static final long HEAP_BASE_BYTES = 128L << 20;
    /** What the live set, the workload and a heap of small objects keep on the Java heap for each object. */
    private static final long HEAP_BYTES_FOR_OBJECT = 48;
    private static final long LOOK_MILLIS = 250;

    private final List<String> jvmFlags;
    private final long live;
    private final long seed;
    private final Consumer<String> progress;

    /**
     * Prepares runs.
     *
     * @param jvmFlags of the JVMs
     * @param live     limit of live bytes
     * @param seed     of the random choices
     * @param progress gets the name of what runs, several times a second
     */
    public Forks(List<String> jvmFlags, long live, long seed, Consumer<String> progress) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.live = live;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * What a run gave.
     *
     * @param rows    one for each phase that ended
     * @param failure what the JVM said when it failed; empty if it did not
     */
    public record Result(List<Row> rows, String failure) {
    }

    /**
     * Runs a workload on an allocator.
     *
     * @param workload  its name
     * @param allocator which
     * @return what it gave
     * @throws IOException if no JVM can be started
     */
    public Result run(String workload, Allocator allocator) throws IOException {
        Process process = new ProcessBuilder(command(workload, allocator)).start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        List<Row> rows = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        try {
            Thread out = reading(process.inputReader(), line -> addRow(line, rows, rest));
            Thread err = reading(process.errorReader(), line -> append(rest, line));
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.accept(workload + " " + allocator.id());
            }
            out.join();
            err.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(rows, "interrupted");
        } finally {
            Runtime.getRuntime().removeShutdownHook(killer);
        }
        int exitCode = process.exitValue();
        return new Result(rows, exitCode == 0 ? "" : workload + " " + allocator.id() + " seed=" + seed + " failed, exit code "
            + exitCode + System.lineSeparator() + rest);
    }

    private List<String> command(String workload, Allocator allocator) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        long heap = HEAP_BASE_BYTES + HEAP_BYTES_FOR_OBJECT * Workloads.of(workload, live).maxObjects() >> 20;
        // Touched at once: what the process grows by later is not the Java heap.
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms" + heap + "m", "-Xmx" + heap + "m", "-XX:+AlwaysPreTouch",
            "-cp", System.getProperty("java.class.path"), Child.class.getName(), workload,
            allocator.id(), Long.toString(live), Long.toString(seed)));
        return command;
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
