package org.pagurus.allocator.internal.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, for what is decided once in the life of a process.
 *
 * @param exitCode the exit code
 * @param output   what it printed, errors included
 */
record ChildJvm(int exitCode, String output) {
    /** The flags of a JVM that runs Pagurus. The two last are unknown to some of the supported versions. */
    static final List<String> FLAGS = List.of(RawMemory.REQUIRED_FLAG, "--enable-native-access=ALL-UNNAMED",
        "-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow");
    private static final long LIMIT_SECONDS = 60;

    /** Runs a main class of the test class path to its end. */
    static ChildJvm run(Class<?> main, List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m", "-cp", System.getProperty("java.class.path")));
        command.addAll(flags);
        command.add(main.getName());
        Path output = Files.createTempFile("pagurus-child", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("no end after " + LIMIT_SECONDS + " s: " + command + "\n" + Files.readString(output));
            }
            return new ChildJvm(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
