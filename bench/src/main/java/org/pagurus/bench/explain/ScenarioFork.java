package org.pagurus.bench.explain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pagurus.relocation.explain.Scenario;

/**
 * Runs a scenario in a JVM of its own: one that hangs goes with it.
 */
public final class ScenarioFork {
    private static final long LOOK_MILLIS = 100;
    /** Beside the watchdog's time: the JVM's start, the load, and a machine that has other things to do. */
    private static final long MAX_SECONDS = 120;

    private final List<String> jvmFlags;
    private final long limitMillis;
    private final Consumer<String> progress;

    /**
     * Prepares runs.
     *
     * @param jvmFlags    of the JVMs
     * @param limitMillis for how long nothing may move
     * @param progress    gets the name of what runs, several times a second
     */
    public ScenarioFork(List<String> jvmFlags, long limitMillis, Consumer<String> progress) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.limitMillis = limitMillis;
        this.progress = progress;
    }

    /**
     * Runs a scenario.
     *
     * @param scenario what is expected
     * @param run      what is run: the same, but in tests
     * @return how it went
     * @throws IOException if no JVM can be started
     * @throws InterruptedException if interrupted; the JVM is ended
     */
    public Outcome run(Scenario scenario, Scenario run) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(run)).start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        List<String> lines = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        try {
            Thread out = reading(process.inputReader(), lines::add);
            Thread err = reading(process.errorReader(), line -> rest.append(line).append(System.lineSeparator()));
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis)
                + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - deadline > 0) {
                    return Outcome.failed(scenario, "its JVM did not end, watchdog or not; it was killed");
                }
                progress.accept(scenario.id());
            }
            out.join();
            err.join();
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
        if (process.exitValue() != 0 || lines.size() != 1) {
            return Outcome.failed(scenario, "its JVM ended with exit code " + process.exitValue() + " and "
                + lines.size() + " results instead of one" + System.lineSeparator() + rest);
        }
        return Outcome.of(scenario, ExplainJson.parse(lines.get(0)));
    }

    private List<String> command(Scenario run) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
            Child.class.getName(), run.id(), Long.toString(limitMillis)));
        return command;
    }

    private static Thread reading(BufferedReader reader, Consumer<String> lines) {
        Thread thread = new Thread(() -> {
            try (reader) {
                reader.lines().forEach(lines);
            } catch (IOException | UncheckedIOException e) {
                lines.accept("output lost: " + e);
            }
        }, "scenario-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
