package org.pagurus.bench.goals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A measurement in a JVM of its own, so that none finds the compiled code, the memory or the garbage of another. Its program
 * prints what runs now, and at the end each goal as a line of JSON; what goes to the error stream is why it failed.
 */
public final class OwnJvm implements GoalGroup.Measurement {
    private static final ObjectMapper LINES = new ObjectMapper();

    private final List<String> jvmFlags;
    private final Class<? extends GoalGroup.Measurement> type;

    /**
     * Prepares a run.
     *
     * @param jvmFlags of the JVM
     * @param type     of what is measured; it has a public constructor without parameters
     */
    public OwnJvm(List<String> jvmFlags, Class<? extends GoalGroup.Measurement> type) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.type = type;
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command()).start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        List<Goal> goals = new ArrayList<>();
        StringBuilder errors = new StringBuilder();
        try {
            Thread reading = new Thread(() -> read(process.errorReader(),
                line -> errors.append(line).append(System.lineSeparator())), "measurement-errors");
            reading.setDaemon(true);
            reading.start();
            read(process.inputReader(), line -> {
                if (line.startsWith("{")) {
                    goals.add(parse(line));
                } else {
                    progress.accept(line);
                }
            });
            int exitCode = process.waitFor();
            // Who inherited the error stream may hold it open.
            reading.join(TimeUnit.SECONDS.toMillis(1));
            if (exitCode != 0) {
                throw new IOException("its JVM ended with exit code " + exitCode + System.lineSeparator() + errors);
            }
            return goals;
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OwnJvm.class.getName(), type.getName()));
        return command;
    }

    private static void read(BufferedReader lines, Consumer<String> each) {
        try (lines) {
            lines.lines().forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Goal parse(String line) {
        try {
            return LINES.readValue(line, Goal.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The program of that JVM.
     *
     * @param arguments the name of the type
     */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        try {
            Object measurement = Class.forName(arguments[0]).getConstructor().newInstance();
            for (Goal goal : ((GoalGroup.Measurement) measurement).measure(out::println)) {
                out.println(LINES.writeValueAsString(goal));
            }
            out.flush();
        } catch (Exception | Error e) {
            e.printStackTrace();
            System.err.flush();
            // Threads of a run that failed may still hold its heap.
            Runtime.getRuntime().halt(1);
        }
        System.exit(0);
    }
}
