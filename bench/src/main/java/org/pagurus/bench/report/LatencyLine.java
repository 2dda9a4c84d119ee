package org.pagurus.bench.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.pagurus.bench.latency.LatencyRow;
import org.pagurus.bench.latency.Load;

/**
 * A row of latencies, and whose they are. It is made from the row's JSON, so that rows from this run and from a file are the
 * same: a row that names an {@code allocator} or {@code peer} other than Pagurus is that one's.
 *
 * @param peer the allocator's name; empty for Pagurus
 * @param row  what was measured
 */
record LatencyLine(String peer, LatencyRow row) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectReader READER = MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final List<String> NAMES = List.of("allocator", "peer");
    private static final String OURS = "pagurus";

    static LatencyLine of(JsonNode json) throws IOException {
        String peer = NAMES.stream().map(name -> json.path(name).asText("")).filter(name -> !name.isBlank()
            && !name.equalsIgnoreCase(OURS) && !name.equals("null")).findFirst().orElse("");
        return new LatencyLine(peer, READER.treeToValue(json, LatencyRow.class));
    }

    static List<LatencyLine> of(List<LatencyRow> rows) {
        return rows.stream().map(row -> {
            try {
                return of(MAPPER.valueToTree(row));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    boolean isPeer() {
        return !peer.isEmpty();
    }

    boolean is(Load load) {
        return row.load().equals(load.id());
    }

    boolean isOfSameHeap(LatencyLine other) {
        return peer.equals(other.peer) && row.policy().equals(other.row.policy())
            && row.readMode().equals(other.row.readMode()) && row.threads() == other.row.threads();
    }

    /** In a chart where heaps and peers stand beside each other. */
    String name() {
        return isPeer() ? peer : row.policy();
    }

    /** In a table and above a chart of its own. */
    String heap() {
        return (isPeer() ? peer : row.policy() + " " + row.readMode()) + ", " + threads();
    }

    String threads() {
        return row.threads() == 1 ? "1 thread" : row.threads() + " threads";
    }
}
