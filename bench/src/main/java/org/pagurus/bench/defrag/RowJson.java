package org.pagurus.bench.defrag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Rows as JSON: one line between JVMs, a list in a file. Sizes are in bytes, times in nanoseconds. */
public final class RowJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

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
     * Writes rows to a file.
     *
     * @param rows all rows
     * @param file is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(List<Row> rows, Path file) throws IOException {
        MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), rows);
    }
}
