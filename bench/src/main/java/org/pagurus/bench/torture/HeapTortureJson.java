package org.pagurus.bench.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pagurus.relocation.torture.MutationCheck;
import org.pagurus.relocation.torture.TortureOptions;
import org.pagurus.relocation.torture.TortureResult;

/**
 * Results of heaps as one JSON object, for scripts. Times are in nanoseconds.
 *
 * <p>Always: {@code jdk}, {@code os}, {@code processors}, and {@code right}: whether the command exits with 0.
 *
 * <p>{@code runs}, for each combination of policy and read mode: {@code policy}, {@code readMode}, {@code fence}, {@code millis},
 * {@code seed}, the {@code command} that repeats it, {@code finding} (null, or {@code kind}, {@code text}, {@code afterNanos}),
 * and the figures of {@link TortureResult}, by its names. Or {@code mutations}, for each the same, and {@code mutation} and
 * {@code caught}.
 */
public final class HeapTortureJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private HeapTortureJson() {
    }

    /**
     * Writes runs to a file.
     *
     * @param results what they found
     * @param file    is replaced
     * @throws IOException if it cannot be written
     */
    public static void writeRuns(List<TortureResult> results, Path file) throws IOException {
        ObjectNode json = TortureJson.machine(results.stream().allMatch(TortureResult::isRight));
        ArrayNode array = json.putArray("runs");
        results.forEach(result -> put(array.addObject(), result));
        MAPPER.writeValue(file.toFile(), json);
    }

    /**
     * Writes the runs with seeded bugs to a file.
     *
     * @param checks how they went
     * @param file   is replaced
     * @param right  whether the command exits with 0
     * @throws IOException if it cannot be written
     */
    public static void writeMutations(List<MutationCheck> checks, Path file, boolean right) throws IOException {
        ObjectNode json = TortureJson.machine(right);
        ArrayNode array = json.putArray("mutations");
        for (MutationCheck check : checks) {
            ObjectNode one = array.addObject();
            TortureOptions options = check.result().options();
            one.put("mutation", options.mutation() == null ? null : options.mutation().id());
            one.put("caught", check.isCaught());
            put(one, check.result());
        }
        MAPPER.writeValue(file.toFile(), json);
    }

    private static void put(ObjectNode json, TortureResult result) {
        TortureOptions options = result.options();
        json.put("policy", options.policy().id());
        json.put("readMode", TortureOptions.id(options.readMode()));
        json.put("fence", options.fence().name());
        json.put("millis", options.millis());
        json.put("seed", options.seed());
        json.put("command", options.command());
        if (result.isRight()) {
            json.putNull("finding");
        } else {
            json.putObject("finding").put("kind", result.finding().kind().title()).put("text", result.finding().text())
                .put("afterNanos", result.finding().afterNanos());
        }
        json.put("elapsedNanos", result.elapsedNanos());
        json.put("rounds", result.rounds());
        json.put("operations", result.operations());
        json.put("moves", result.moves());
        json.put("folds", result.folds());
        json.put("cancels", result.cancels());
        json.put("putBacks", result.putBacks());
        json.put("pins", result.pins());
        json.put("waits", result.waits());
        json.put("retries", result.retries());
        json.put("snapshots", result.snapshots());
        json.put("buffered", result.buffered());
        json.put("reserves", result.reserves());
        json.put("objectPins", result.objectPins());
        json.put("gracePeriods", result.gracePeriods());
        json.put("exhausted", result.exhausted());
        json.put("poisonedFrames", result.poisonedFrames());
        json.put("mayflies", result.mayflies());
        json.put("virtualThreads", result.virtualThreads());
    }
}
