package org.pagurus.bench.fork;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pagurus.bench.peers.Peer;

/**
 * Starts a JVM, waits for its end, and kills it when this one ends before. A line on its output that begins with a brace is a
 * result, one that begins with {@link #PROGRESS} is for the progress, and all others are what is shown if it fails.
 */
public final class JvmFork {
    /** Begins a line about how far the program is. */
    public static final String PROGRESS = "... ";

    private static final long LOOK_MILLIS = 250;

    private JvmFork() {
    }

    /**
     * What a JVM gave.
     *
     * @param lines   its results
     * @param failure what it said when it failed; empty if it did not
     */
    public record Result(List<String> lines, String failure) {
    }

    /**
     * Runs a program.
     *
     * @param peer      which {@code java}, with which flags and environment
     * @param flags     more flags, before those of the peer
     * @param program   its main class
     * @param arguments its arguments
     * @param progress  gets the latest progress several times a second; empty before the first
     * @return what it gave
     * @throws IOException if no JVM can be started
     */
    public static Result run(Peer peer, List<String> flags, Class<?> program, List<String> arguments, Consumer<String> progress)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(peer.java().toString());
        command.addAll(flags);
        command.addAll(peer.jvmFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(peer.environment());
        return run(builder.start(), progress);
    }

    private static Result run(Process process, Consumer<String> progress) {
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        Output output = new Output();
        try {
            Thread out = reading(process.inputReader(), output::add);
            Thread err = reading(process.errorReader(), output::addOther);
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.accept(output.progress);
            }
            out.join();
            err.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(output.lines, "interrupted");
        } finally {
            Runtime.getRuntime().removeShutdownHook(killer);
        }
        int exitCode = process.exitValue();
        return new Result(output.lines, exitCode == 0 ? "" : "exit code " + exitCode + System.lineSeparator() + output.others);
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

    /** What came so far. Results are read after the threads that add them have ended. */
    private static final class Output {
        private final List<String> lines = new ArrayList<>();
        private final StringBuffer others = new StringBuffer();
        private volatile String progress = "";

        void add(String line) {
            if (line.startsWith("{")) {
                lines.add(line);
            } else if (line.startsWith(PROGRESS)) {
                progress = line.substring(PROGRESS.length());
            } else {
                addOther(line);
            }
        }

        void addOther(String line) {
            others.append(line).append(System.lineSeparator());
        }
    }
}
