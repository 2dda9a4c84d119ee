package org.pagurus.bench.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Another library's {@code malloc} in the place of the C library's: a JVM of its own with {@code LD_PRELOAD}, which its forks
 * inherit, runs floors of the allocation benchmarks.
 *
 * @param name of the library
 * @param file of the library
 */
public record PreloadedMalloc(String name, Path file) {
    /** Names of libraries and what their files are called, the wanted ones first. */
    public static final List<String> NAMES = List.of("jemalloc", "mimalloc", "tcmalloc");
    /** All floors of the allocation benchmarks. */
    public static final MicroRun FLOORS = new MicroRun(List.of(MicroGroup.ALLOCATION), "\\.raw", MicroRun.Length.FULL);
    private static final List<Path> FOLDERS = List.of(Path.of("/usr/lib/x86_64-linux-gnu"),
        Path.of("/usr/lib/aarch64-linux-gnu"), Path.of("/usr/lib64"), Path.of("/usr/lib"), Path.of("/usr/local/lib64"),
        Path.of("/usr/local/lib"));
    private static final String REFUSED = "cannot be preloaded";

    /**
     * Looks where libraries usually are.
     *
     * @param name one of {@link #NAMES}
     * @return the library, if it is there
     */
    public static Optional<PreloadedMalloc> find(String name) {
        return find(name, FOLDERS);
    }

    /** The first file in those folders that is the library or its smaller kind, such as {@code libtcmalloc_minimal.so.4}. */
    static Optional<PreloadedMalloc> find(String name, List<Path> folders) {
        Pattern pattern = Pattern.compile("lib" + name + "(_minimal)?\\.so(\\.[0-9.]+)?");
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.list(folder)) {
                Optional<Path> found = files.filter(file -> pattern.matcher(file.getFileName().toString()).matches()).sorted()
                    .findFirst();
                if (found.isPresent()) {
                    return Optional.of(new PreloadedMalloc(name, found.get()));
                }
            } catch (IOException e) {
                // A folder that cannot be read has nothing to preload.
                continue;
            }
        }
        return Optional.empty();
    }

    /**
     * Measures.
     *
     * @param floors   what is run
     * @param jvmFlags of all JVMs
     * @return the floors
     * @throws IOException if the JVM failed, or the library could not be loaded
     */
    public List<MicroRow> measure(MicroRun floors, List<String> jvmFlags) throws IOException {
        Path json = Files.createTempFile("pagurus-" + name, ".json");
        Path errors = Files.createTempFile("pagurus-" + name, ".txt");
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
            if (exitCode != 0 || said.contains(REFUSED)) {
                throw new IOException(name + " could not be measured, exit code " + exitCode + ": " + said.strip());
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
