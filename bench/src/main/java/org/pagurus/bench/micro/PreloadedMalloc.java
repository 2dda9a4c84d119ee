package org.pagurus.bench.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.peers.MallocLibrary;

/**
 * Another library's {@code malloc} in the place of the C library's: a JVM of its own with {@code LD_PRELOAD}, which its forks
 * inherit, runs floors of the allocation benchmarks.
 *
 * @param library which
 * @param file    of the library
 */
public record PreloadedMalloc(MallocLibrary library, Path file) {
    /** All floors of the allocation benchmarks. */
    public static final MicroRun FLOORS = new MicroRun(List.of(MicroGroup.ALLOCATION), "\\.raw", MicroRun.Length.FULL);

    /**
     * Measures.
     *
     * @param floors   what is run
     * @param jvmFlags of all JVMs
     * @return the floors
     * @throws IOException if the JVM failed, or the library could not be loaded
     */
    public List<MicroRow> measure(MicroRun floors, List<String> jvmFlags) throws IOException {
        Path json = Files.createTempFile("pagurus-" + library.id(), ".json");
        Path errors = Files.createTempFile("pagurus-" + library.id(), ".txt");
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmFlags);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), org.openjdk.jmh.Main.class.getName()));
            command.addAll(floors.jmhArguments(jvmFlags, json));
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
            builder.environment().put("LD_PRELOAD", file.toString());
            int exitCode = builder.start().waitFor();
            String said = Files.readString(errors);
            if (exitCode != 0 || said.contains(MallocLibrary.REFUSED)) {
                throw new IOException(library.id() + " could not be measured, exit code " + exitCode + ": " + said.strip());
            }
            return parse(Files.readString(json));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(json);
            Files.deleteIfExists(errors);
        }
    }

    /** JMH's own JSON. */
    static List<MicroRow> parse(String json) throws IOException {
        List<MicroRow> rows = new ArrayList<>();
        for (JsonNode result : new ObjectMapper().readTree(json)) {
            String name = MicroRow.shortName(result.get("benchmark").asText());
            int threads = result.get("threads").asInt();
            JsonNode metric = result.get("primaryMetric");
            double least = Double.POSITIVE_INFINITY;
            for (JsonNode fork : metric.get("rawData")) {
                for (JsonNode iteration : fork) {
                    least = Math.min(least, iteration.asDouble());
                }
            }
            rows.add(new MicroRow(name.substring(0, name.indexOf('.')), name.substring(name.indexOf('.') + 1),
                threads > 1 ? List.of("threads=" + threads) : List.of(), metric.get("score").asDouble(),
                metric.get("scoreError").asDouble(), least));
        }
        return rows;
    }
}
