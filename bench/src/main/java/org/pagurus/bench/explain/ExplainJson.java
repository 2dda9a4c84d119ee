package org.pagurus.bench.explain;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pagurus.relocation.explain.SceneResult;

/**
 * Results as JSON. Times are in nanoseconds.
 *
 * <p>{@code jdk}, {@code os}, {@code processors}, {@code seconds} (the watchdog's), {@code right}: whether the command exits with
 * 0; and {@code scenarios}, for each {@code scenario}, {@code title}, {@code deadlock} (whether it has to hang), {@code
 * problems}, and {@code result}: the components of {@link SceneResult}, with {@code stall} (null, or the report's {@code text},
 * {@code gracePeriod}, {@code stalledNanos}, {@code page}, and {@code waiter} and {@code holders} with {@code thread}, {@code
 * state} and {@code stack}) and {@code events} (of one round, with {@code lane}, {@code kind}, {@code page}, {@code fromNanos},
 * {@code toNanos} or null, {@code text}, {@code endText}).
 */
public final class ExplainJson {
    private static final ObjectMapper MAPPER = new ObjectMapper()
        .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);

    private ExplainJson() {
    }

    /**
     * A result on one line.
     *
     * @param result what a run gave
     * @return its JSON
     * @throws IOException if it has none
     */
    static String line(SceneResult result) throws IOException {
        return MAPPER.writeValueAsString(result);
    }

    /**
     * The opposite of {@link #line}.
     *
     * @param line JSON
     * @return the result
     * @throws IOException if it is none
     */
    static SceneResult parse(String line) throws IOException {
        return MAPPER.readValue(line, SceneResult.class);
    }

    /**
     * Writes all to a file.
     *
     * @param outcomes of the scenarios
     * @param seconds  the watchdog's time
     * @param file     is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(List<Outcome> outcomes, int seconds, Path file) throws IOException {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("jdk", System.getProperty("java.runtime.version"));
        json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
            + System.getProperty("os.arch"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("seconds", seconds);
        json.put("right", outcomes.stream().allMatch(Outcome::isRight));
        ArrayNode scenarios = json.putArray("scenarios");
        for (Outcome outcome : outcomes) {
            ObjectNode one = scenarios.addObject();
            one.put("scenario", outcome.scenario().id());
            one.put("title", outcome.scenario().title());
            one.put("deadlock", outcome.scenario().isDeadlock());
            outcome.problems().forEach(one.putArray("problems")::add);
            one.set("result", MAPPER.valueToTree(outcome.result()));
        }
        MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    }
}
