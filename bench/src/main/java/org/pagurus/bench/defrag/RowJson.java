package org.pagurus.bench.defrag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pagurus.bench.goals.Setting;

/** Rows as JSON: one line between JVMs, a list in a file. Sizes are in bytes, times in nanoseconds. */
public final class RowJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectReader LENIENT = MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private RowJson() {
    }

    /** One line. */
    static String line(Row row) {
        try {
            return MAPPER.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@link #line} made. */
    static Row parse(String line) throws JsonProcessingException {
        return MAPPER.readValue(line, Row.class);
    }

    /**
     * Writes rows to a file, each with the setting.
     *
     * @param rows    all rows
     * @param setting where they were measured
     * @param file    is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(List<Row> rows, Setting setting, Path file) throws IOException {
        ArrayNode list = MAPPER.createArrayNode();
        for (Row row : rows) {
            ObjectNode one = MAPPER.valueToTree(row);
            list.add(one.set("setting", MAPPER.valueToTree(setting)));
        }
        MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), list);
    }

    /**
     * A row of a file; what an older one has not is 0 or empty, and what a newer one has more is left out.
     *
     * @param json an object that {@link #write} wrote
     * @return the row
     * @throws IOException if it is no row
     */
    public static Row row(JsonNode json) throws IOException {
        return LENIENT.treeToValue(json, Row.class);
    }

    /**
     * The setting of a row in a file.
     *
     * @param json an object that {@link #write} wrote
     * @return the setting; empty if it has none
     * @throws IOException if it is something else
     */
    public static Optional<Setting> setting(JsonNode json) throws IOException {
        return json.hasNonNull("setting") ? Optional.of(LENIENT.treeToValue(json.get("setting"), Setting.class))
            : Optional.empty();
    }
}
