package org.pagurus.bench.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pagurus.rcu.torture.MutationCheck;
import org.pagurus.rcu.torture.TortureResult;

/**
 * Results as one JSON object, for scripts. Times are in nanoseconds and rates by the second.
 *
 * <p>Always: {@code jdk}, {@code os}, {@code processors}, and {@code right}: whether the command exits with 0.
 *
 * <p>Of one run, beside that:
 * <ul>
 *   <li>the setting: {@code kind}, {@code fence}, {@code fenceReason}, {@code readers}, {@code seconds}, {@code seed}, {@code
 *       budget}, and the {@code command} that repeats it
 *   <li>{@code finding}: null, or {@code kind}, {@code text}, {@code afterNanos}
 *   <li>{@code ages}: how many sections found age 0, 1, 2 ... at their end; {@code forbidden}: the sum from 2 on
 *   <li>{@code sections}, {@code sectionsPerSecond}, {@code gracePeriods}, {@code gracePeriodsPerSecond}, {@code elapsedNanos};
 *       {@code pipeNanos}: the part without the litmus test, to which the rates relate
 *   <li>{@code waits}: how often each way to wait was gone, by its name in small letters
 *   <li>{@code floodCallbacks}, {@code shortLivedThreads}, {@code readersReclaimed}, {@code scans}, {@code scanFences}, {@code
 *       scenes}, {@code litmusRounds}, {@code litmusTightRounds}
 * </ul>
 *
 * <p>Of seeded bugs: {@code mutations}, for each {@code mutation}, {@code caught} and {@code excuse} (null, or why nobody could
 * expect it to be caught), and all that is above of its run; and {@code leftOut}, the names of those that no domain on this
 * machine can have.
 */
public final class TortureJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private TortureJson() {
    }

    /**
     * Writes one run to a file.
     *
     * @param result what it found
     * @param file   is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(TortureResult result, Path file) throws IOException {
        ObjectNode json = machine(result.isRight());
        put(json, result);
        MAPPER.writeValue(file.toFile(), json);
    }

    /**
     * Writes the runs with seeded bugs to a file.
     *
     * @param checks  how they went
     * @param leftOut names of bugs that were left out
     * @param file    is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(List<MutationCheck> checks, List<String> leftOut, Path file) throws IOException {
        ObjectNode json = machine(checks.stream().allMatch(MutationCheck::isCaught));
        ArrayNode array = json.putArray("mutations");
        for (MutationCheck check : checks) {
            ObjectNode one = array.addObject();
            one.put("mutation", check.result().options().mutation() == null ? null
                : check.result().options().mutation().id());
            one.put("caught", check.isCaught());
            one.put("excuse", check.isCaught() ? null : check.excuse());
            put(one, check.result());
        }
        leftOut.forEach(json.putArray("leftOut")::add);
        MAPPER.writeValue(file.toFile(), json);
    }

    /** What stands at the beginning of each file. */
    static ObjectNode machine(boolean right) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("jdk", System.getProperty("java.runtime.version"));
        json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
            + System.getProperty("os.arch"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("right", right);
        return json;
    }

    private static void put(ObjectNode json, TortureResult result) {
        json.put("kind", result.options().kind().id());
        json.put("fence", result.stats().fence().name());
        json.put("fenceReason", result.stats().fenceReason());
        json.put("readers", result.options().readers());
        json.put("seconds", result.options().seconds());
        json.put("seed", result.options().seed());
        json.put("budget", result.budget());
        json.put("command", result.options().command());
        if (result.isRight()) {
            json.putNull("finding");
        } else {
            json.putObject("finding").put("kind", result.finding().kind().title()).put("text", result.finding().text())
                .put("afterNanos", result.finding().afterNanos());
        }
        result.ages().forEach(json.putArray("ages")::add);
        json.put("forbidden", result.forbidden());
        json.put("sections", result.sections());
        json.put("sectionsPerSecond", result.sectionsPerSecond());
        json.put("gracePeriods", result.gracePeriods());
        json.put("gracePeriodsPerSecond", result.gracePeriodsPerSecond());
        json.put("elapsedNanos", result.elapsedNanos());
        json.put("pipeNanos", result.pipeNanos());
        ObjectNode waits = json.putObject("waits");
        result.waits().forEach((way, count) -> waits.put(way.name().toLowerCase(java.util.Locale.ROOT), count));
        json.put("floodCallbacks", result.flood());
        json.put("shortLivedThreads", result.mayflies());
        json.put("readersReclaimed", result.stats().readersReclaimed());
        json.put("scans", result.stats().scans());
        json.put("scanFences", result.stats().scanFences());
        json.put("scenes", result.scenes());
        json.put("litmusRounds", result.litmusRounds());
        json.put("litmusTightRounds", result.tightRounds());
    }
}
