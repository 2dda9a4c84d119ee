package org.pagurus.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultJsonTest {
    @Test
    void write_rightResult_hasTheFigures(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("o.json");
        ResultJson.write(SampleResults.right(), file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals(40L << 20, json.get("liveBytes").asLong());
        assertEquals(80L << 20, json.get("residentBytesBefore").asLong());
        assertEquals(42L << 20, json.get("residentBytesAfter").asLong());
        assertEquals((80L << 20) + 1, json.get("mappedBytesBefore").asLong());
        assertEquals((42L << 20) + 1, json.get("mappedBytesAfter").asLong());
        assertEquals(1001, json.get("metadataBytes").asLong());
        assertEquals(2.0, json.get("ratioBefore").asDouble());
        assertEquals(1.05, json.get("ratioAfter").asDouble());
        assertEquals(1002, json.get("pagesMigrated").asLong());
        assertEquals(1003, json.get("pagesFolded").asLong());
        assertEquals(1004, json.get("migrationsCancelled").asLong());
        assertEquals(1234, json.get("readsChecked").asLong());
        assertEquals(0, json.get("readsWrong").asLong());
        assertEquals(11, json.get("readP50NanosQuiet").asLong());
        assertEquals(13, json.get("readP999NanosQuiet").asLong());
        assertEquals(22, json.get("readP99NanosCompacting").asLong());
        assertEquals(23, json.get("readP999NanosCompacting").asLong());
        assertEquals(24, json.get("readMaxNanosCompacting").asLong());
        assertEquals(8, json.get("seconds").asInt());
        assertEquals(7, json.get("seed").asLong());
        assertEquals(64L << 20, json.get("limitBytes").asLong());
        assertEquals(2, json.get("readers").asInt());
        assertEquals(System.getProperty("java.runtime.version"), json.get("jdk").asText());
        assertEquals(0, json.get("verifierProblems").asInt());
        assertEquals(0, json.get("problems").size());
    }

    @Test
    void toJson_wrongResult_listsTheProblems() {
        JsonNode json = ResultJson.toJson(SampleResults.withErrors(5, List.of("a \"quoted\" error")));
        assertEquals(5, json.get("readsWrong").asLong());
        assertEquals(2, json.get("problems").size());
        assertTrue(json.get("problems").toString().contains("a \\\"quoted\\\" error"));
    }
}
