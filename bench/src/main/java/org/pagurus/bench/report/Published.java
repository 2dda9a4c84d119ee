package org.pagurus.bench.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.pagurus.bench.defrag.Row;
import org.pagurus.bench.defrag.RowJson;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.frames.FrameMap;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Setting;

/**
 * What {@code bench defrag} or {@code bench latency} wrote with {@code --json}, to be drawn without running anything. Several
 * files of one kind are drawn as one; of rows of the same workload, phase and allocator the last counts, and of a file with
 * medians only these.
 */
public final class Published {
    private static final ObjectReader READER = new ObjectMapper().reader()
        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<List<String>, Row> rows = new LinkedHashMap<>();
    /** Of live bytes, by workload: some have a limit of their own, whatever that of the run. */
    private final Map<String, Long> limits = new HashMap<>();
    private final Set<Setting> settings = new LinkedHashSet<>();
    private final List<LatencyLine> lines = new ArrayList<>();
    private final List<String> latencySettings = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();

    private Published() {
    }

    /**
     * Reads files.
     *
     * @param files at least one
     * @return what is in them
     * @throws IOException              if one cannot be read
     * @throws IllegalArgumentException if one is not what can be drawn, or does not go with the others
     */
    public static Published read(List<Path> files) throws IOException {
        Published published = new Published();
        for (Path file : files) {
            try {
                published.add(file, READER.readTree(Files.readAllBytes(file)));
            } catch (JacksonException e) {
                throw new IllegalArgumentException(file + ": " + e.getOriginalMessage(), e);
            }
        }
        return published;
    }

    private void add(Path file, JsonNode json) throws IOException {
        if (json.isArray() && json.path(0).hasNonNull("workload") && json.path(0).hasNonNull("allocator")) {
            // A file of several rounds has their medians too, and then these are what counts.
            boolean medians = StreamSupport.stream(json.spliterator(), false).anyMatch(Published::isMedian);
            for (JsonNode one : json) {
                if (!medians || isMedian(one)) {
                    addRow(file, one);
                }
            }
        } else if (json.path("medians").path(0).hasNonNull("arrivals")) {
            addLatencies(json);
        } else {
            throw new IllegalArgumentException(file + " cannot be drawn; allowed is what 'bench defrag --json' (a list of rows) "
                + "or 'bench latency --json' (an object with medians) writes");
        }
        if (!rows.isEmpty() && !lines.isEmpty()) {
            throw new IllegalArgumentException(file + " is of another benchmark than the files before it; draw defrag and "
                + "latency by a command each");
        }
    }

    private static boolean isMedian(JsonNode row) {
        return row.hasNonNull("spread");
    }

    private void addRow(Path file, JsonNode json) throws IOException {
        Row row = RowJson.row(json);
        if (row.workload() == null || row.phase() == null || row.allocator() == null) {
            throw new IllegalArgumentException(file + " has a row without workload, phase or allocator");
        }
        Long limit = limits.putIfAbsent(row.workload(), row.limitBytes());
        if (limit != null && row.limitBytes() != limit) {
            throw new IllegalArgumentException(file + " has rows of " + row.workload() + " with a limit of "
                + Units.bytes(row.limitBytes()) + " live bytes, others have " + Units.bytes(limit) + "; draw each limit by a "
                + "command of its own");
        }
        FrameMap.parse(row.framesBefore());
        FrameMap.parse(row.framesAfter());
        rows.put(List.of(row.workload(), row.phase(), row.allocator()), row);
        RowJson.setting(json).ifPresent(settings::add);
    }

    private void addLatencies(JsonNode json) throws IOException {
        for (JsonNode one : json.get("medians")) {
            lines.add(LatencyLine.of(one));
        }
        for (JsonNode one : json.path("goals")) {
            goals.add(READER.treeToValue(one, Goal.class));
        }
        latencySettings.add("JDK " + json.path("jdk").asText() + ", " + json.path("processors").asInt() + " processors, "
            + json.path("os").asText() + ". live=" + Units.bytes(json.path("liveBytes").asLong()) + " seconds="
            + json.path("seconds").asDouble() + " rate=" + json.path("ratePerThread").asInt() + " seed="
            + json.path("seed").asLong());
    }

    /**
     * Writes the page.
     *
     * @param file is replaced
     * @throws IOException if it cannot be written
     */
    public void writeReport(Path file) throws IOException {
        if (rows.isEmpty()) {
            Files.writeString(file, LatencyReport.toHtml(String.join("; ", new LinkedHashSet<>(latencySettings)), lines, goals));
        } else {
            DefragReport.write(inOrder(), List.copyOf(settings), file);
        }
    }

    /**
     * Writes the drawings.
     *
     * @param folder that exists
     * @return the files
     * @throws IOException if one cannot be written
     */
    public List<Path> writePng(Path folder) throws IOException {
        return rows.isEmpty() ? LatencyPng.writeLines(lines, folder) : DefragPng.write(inOrder(), folder);
    }

    /** All rows of a workload together, wherever they were read. */
    private List<Row> inOrder() {
        Map<String, List<Row>> workloads = new LinkedHashMap<>();
        rows.values().forEach(row -> workloads.computeIfAbsent(row.workload(), name -> new ArrayList<>()).add(row));
        return workloads.values().stream().flatMap(List::stream).toList();
    }
}
