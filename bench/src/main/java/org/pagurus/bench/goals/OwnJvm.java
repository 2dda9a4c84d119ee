package org.pagurus.bench.goals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.fork.JvmFork;
import org.pagurus.bench.peers.Peer;

/**
 * A measurement in a JVM of its own, so that none finds the compiled code, the memory or the garbage of another. Its program
 * prints what runs now, and at the end each goal as a line of JSON.
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
    public List<Goal> measure(Consumer<String> progress) throws IOException {
        JvmFork.Result result = JvmFork.run(Peer.here(), jvmFlags, OwnJvm.class, List.of(type.getName()), progress);
        if (!result.failure().isEmpty()) {
            throw new IOException("its JVM failed, " + result.failure());
        }
        return result.lines().stream().map(OwnJvm::parse).toList();
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
            for (Goal goal : ((GoalGroup.Measurement) measurement).measure(name -> out.println(JvmFork.PROGRESS + name))) {
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
