package org.pagurus.bench.cli;

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
 * inherit, runs the floors of the allocation benchmarks.
 *
 * @param library which
 * @param file    of the library
 */
record PreloadedMalloc(MallocLibrary library, Path file) {
    private static final String FILTER = "Allocation\\w*\\.raw";

    /**
     * Measures.
     *
     * @return the floors
     * @throws IOException if the JVM failed, or the library could not be loaded
     */
    List<MicroRow> measure() throws IOException {
        Path json = Files.createTempFile("pagurus-" + library.id(), ".json");
        Path errors = Files.createTempFile("pagurus-" + library.id(), ".txt");
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(JvmFlags.inherited());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "bench", "micro",
                "--filter", FILTER, "--json", json.toString()));
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
