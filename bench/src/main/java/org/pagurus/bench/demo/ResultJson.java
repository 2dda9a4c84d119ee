package org.pagurus.bench.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.pagurus.relocation.HeapStats;

/**
 * The result as one flat JSON object, for scripts. Sizes are in bytes, times in nanoseconds. Fields that end in {@code Before}
 * are of the end of the half without the compactor; those in {@code After}, and those with neither, of the end of the run.
 */
public final class ResultJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultJson() {
    }

    /**
     * Writes a result to a file.
     *
     * @param result what a run found
     * @param file   is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(DemoResult result, Path file) throws IOException {
        MAPPER.writeValue(file.toFile(), toJson(result));
    }

    /** The whole object. */
    static ObjectNode toJson(DemoResult result) {
        ObjectNode json = MAPPER.createObjectNode();
        putSetting(json, result);
        putMemory(json, result.before(), result.after());
        putReads(json, result);
        json.put("verifierProblems", result.verifier().size());
        json.put("accountingProblems", result.accounting().size());
        new ResultTable(result).problems().forEach(json.putArray("problems")::add);
        return json;
    }

    private static void putSetting(ObjectNode json, DemoResult result) {
        json.put("jdk", System.getProperty("java.runtime.version"));
        json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
            + System.getProperty("os.arch"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("seconds", result.options().seconds());
        json.put("seed", result.options().seed());
        json.put("limitBytes", result.options().limitBytes());
        json.put("capacityBytes", result.after().sample().heap().capacityBytes());
        json.put("readers", result.options().readers());
        json.put("values", result.values());
        json.put("valuesBytes", result.valuesBytes());
    }

    private static void putMemory(ObjectNode json, Snapshot before, Snapshot after) {
        HeapStats heap = after.sample().heap();
        json.put("liveBytes", after.sample().liveBytes());
        json.put("liveBytesBefore", before.sample().liveBytes());
        json.put("slotBytes", heap.liveBytes());
        json.put("usedBytesBefore", before.sample().heap().usedBytes());
        json.put("usedBytesAfter", heap.usedBytes());
        json.put("mappedBytesBefore", before.sample().heap().mappedBytes());
        json.put("mappedBytesAfter", heap.mappedBytes());
        json.put("residentBytesBefore", before.sample().heap().residentBytes());
        json.put("residentBytesAfter", heap.residentBytes());
        json.put("metadataBytes", heap.metadataBytes());
        json.put("ratioBefore", before.sample().ratio());
        json.put("ratioAfter", after.sample().ratio());
        json.put("pagesMigrated", heap.pagesMigrated());
        json.put("pagesFolded", heap.pagesFolded());
        json.put("migrationsCancelled", heap.migrationsCancelled());
        json.put("pagesPutBack", heap.pagesPutBack());
        json.put("pinsTaken", heap.pinsTaken());
        json.put("bytesCopied", heap.bytesCopied());
        json.put("bytesReleased", heap.bytesReleased());
        json.put("gracePeriods", heap.gracePeriods());
    }

    private static void putReads(ObjectNode json, DemoResult result) {
        json.put("readsChecked", result.readsChecked());
        json.put("readsWrong", result.readsWrong());
        json.put("updates", result.updates());
        json.put("updatesLost", result.updatesLost());
        putLatencies(json, result.before().latencies(), "Quiet");
        putLatencies(json, result.after().latencies(), "Compacting");
    }

    private static void putLatencies(ObjectNode json, Latencies latencies, String half) {
        json.put("reads" + half, latencies.count());
        json.put("readP50Nanos" + half, latencies.p50());
        json.put("readP99Nanos" + half, latencies.p99());
        json.put("readP999Nanos" + half, latencies.p999());
        json.put("readMaxNanos" + half, latencies.max());
    }
}
