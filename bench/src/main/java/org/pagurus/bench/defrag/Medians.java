package org.pagurus.bench.defrag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pagurus.bench.defrag.workload.Bars;

/** Makes one row of several rounds. */
public final class Medians {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What is measured in a row; all else is the same in each round. */
    private static final List<String> FIGURES = List.of("liveBytes", "residentBytes", "metadataBytes", "mappedBytes",
        "totalBytes", "ratio", "peakRatio", "peakSamples", "operationsPerSecond", "phaseNanos", "settleNanos", "accesses",
        "p50Nanos", "p99Nanos", "p999Nanos", "longestPauseNanos", "longestControlNanos");
    /** What has no median: it is one round's. */
    private static final List<String> DRAWN = List.of("startNanos", "timeline", "framesBefore", "framesAfter");

    private Medians() {
    }

    /**
     * A row for each workload, phase and allocator: the median of each figure by itself, with its least and its most. What is
     * drawn over time is that of the round whose ratio is nearest to the median.
     *
     * @param rows of all rounds
     * @return rows with round 0, in the order in which each first occurs
     */
    public static List<Row> of(List<Row> rows) {
        Map<List<String>, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            groups.computeIfAbsent(List.of(row.workload(), row.phase(), row.allocator()), key -> new ArrayList<>()).add(row);
        }
        return groups.values().stream().map(Medians::median).toList();
    }

    private static Row median(List<Row> rounds) {
        List<JsonNode> trees = rounds.stream().<JsonNode>map(MAPPER::valueToTree).toList();
        ObjectNode tree = trees.get(0).deepCopy();
        ObjectNode spread = tree.putObject("spread");
        for (String figure : FIGURES) {
            double[] sorted = trees.stream().mapToDouble(one -> one.get(figure).asDouble()).sorted().toArray();
            if (tree.get(figure).isIntegralNumber()) {
                tree.put(figure, Math.round(median(sorted)));
            } else {
                tree.put(figure, median(sorted));
            }
            spread.putObject(figure).put("least", sorted[0]).put("most", sorted[sorted.length - 1]);
        }
        tree.put("round", 0).put("detail", "").put("peakDetail", "");
        JsonNode nearest = nearest(trees, tree.get("ratio").asDouble());
        DRAWN.forEach(name -> tree.set(name, nearest.get(name)));
        Bars bars = new Bars(tree.get("bar").asDouble(), tree.get("peakBar").asDouble(), tree.get("pauseBarNanos").asLong());
        if (!bars.isEmpty()) {
            tree.put("held", bars.areHeld(tree.get("ratio").asDouble(), tree.get("peakRatio").asDouble(),
                tree.get("longestPauseNanos").asLong()));
        }
        try {
            return MAPPER.treeToValue(tree, Row.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The round whose ratio is nearest to the median. */
    private static JsonNode nearest(List<JsonNode> rounds, double ratio) {
        return Collections.min(rounds, Comparator.comparingDouble(one -> Math.abs(one.get("ratio").asDouble() - ratio)));
    }

    /** The one in the middle, or half-way between the two there. */
    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
