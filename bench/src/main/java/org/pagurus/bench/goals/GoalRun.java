package org.pagurus.bench.goals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pagurus.bench.demo.Units;

/**
 * The goals of several groups: one table, one file, one verdict.
 *
 * @param results of the groups, in the order in which they ran
 */
public record GoalRun(List<GroupResult> results) {
    private static final int SECONDS_A_MINUTE = 60;

    /** Copies the list. */
    public GoalRun {
        results = List.copyOf(results);
    }

    /**
     * Measures groups, one after the other. One that fails does not keep the others from running.
     *
     * @param groups   which
     * @param progress gets the name of what runs
     * @param measured gets each group's result as soon as it is there
     * @return all results
     */
    public static GoalRun of(List<GoalGroup> groups, Consumer<String> progress, Consumer<GroupResult> measured) {
        List<GroupResult> results = new ArrayList<>();
        for (GoalGroup group : groups) {
            GroupResult result = group.run(name -> progress.accept(group.name() + ": " + name));
            results.add(result);
            measured.accept(result);
        }
        return new GoalRun(results);
    }

    /**
     * Whether all groups ran and no goal is missed. A goal that was not measured is neither held nor missed.
     *
     * @return true if so
     */
    public boolean isHeld() {
        return results.stream().allMatch(GroupResult::isHeld);
    }

    // ---- text ----

    /**
     * What is about to run.
     *
     * @param groups which
     * @return a line for each group, and their sum
     */
    public static String estimate(List<GoalGroup> groups) {
        StringBuilder text = new StringBuilder();
        String line = "%-12s %12s   %s%n";
        groups.forEach(group -> text.append(Units.format(line, group.name(), time(group.seconds()), group.what())));
        return text.append(Units.format(line, "together", time(seconds(groups)), "on two quiet cores")).toString();
    }

    /**
     * How long groups take on two quiet cores.
     *
     * @param groups which
     * @return seconds
     */
    public static int seconds(List<GoalGroup> groups) {
        return groups.stream().mapToInt(GoalGroup::seconds).sum();
    }

    /**
     * Minutes and seconds.
     *
     * @param seconds the time
     * @return for example {@code 2 min 5 s}
     */
    public static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole < SECONDS_A_MINUTE ? whole + " s" : whole / SECONDS_A_MINUTE + " min " + whole % SECONDS_A_MINUTE + " s";
    }

    /**
     * The goals of one group, below its name and the time that it took.
     *
     * @param result of the group
     * @return lines, each with its end
     */
    public static String table(GroupResult result) {
        return table(result, Goals.line(result.goals()));
    }

    private static String table(GroupResult result, String line) {
        StringBuilder text = new StringBuilder(Units.format("%s: %s (estimated %s)%n", result.group().name(),
            time(result.seconds()), time(result.group().seconds())));
        if (!result.failure().isEmpty()) {
            text.append(Units.format("  FAILED: %s%n", result.failure().indent(2).strip()));
        }
        result.goals().forEach(goal -> text.append("  ").append(Goals.line(line, goal)));
        return text.toString();
    }

    /**
     * All goals, the time that each group took, and how many are held.
     *
     * @return lines, each with its end
     */
    public String table() {
        String line = Goals.line(goals());
        StringBuilder text = new StringBuilder("  ").append(Units.format(line, "goal", "", "measured", "held"));
        results.forEach(result -> text.append(table(result, line)));
        return text.append(summary()).append(System.lineSeparator()).toString();
    }

    /**
     * How many goals are held.
     *
     * @return one line
     */
    public String summary() {
        long held = goals().stream().filter(goal -> Boolean.TRUE.equals(goal.held())).count();
        long missed = goals().stream().filter(Goal::missed).count();
        long notMeasured = goals().stream().filter(goal -> goal.held() == null && Double.isNaN(goal.value())).count();
        long failed = results.stream().filter(result -> !result.failure().isEmpty()).count();
        return Units.format("goals held: %d of %d; not measured: %d; groups failed: %d of %d; took %s (estimated %s)", held,
            held + missed, notMeasured, failed, results.size(), time(results.stream().mapToDouble(GroupResult::seconds).sum()),
            time(seconds(results.stream().map(GroupResult::group).toList())));
    }

    private List<Goal> goals() {
        return results.stream().flatMap(result -> result.goals().stream()).toList();
    }

    // ---- file ----

    /**
     * Writes the setting, the groups and all goals, as {@code docs/goals.md} describes them.
     *
     * @param setting what else is known of the run: names and what Jackson can write
     * @param file    is replaced
     * @throws IOException if it cannot be written
     */
    public void write(Map<String, ?> setting, Path file) throws IOException {
        Map<String, Object> all = Goals.settingFields();
        all.putAll(setting);
        all.put("held", isHeld());
        List<Map<String, Object>> groups = new ArrayList<>();
        List<Map<String, Object>> goals = new ArrayList<>();
        for (GroupResult result : results) {
            GoalGroup group = result.group();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("group", group.name());
            fields.put("what", group.what());
            fields.put("estimatedSeconds", group.seconds());
            fields.put("seconds", result.seconds());
            fields.put("failure", result.failure().isEmpty() ? null : result.failure());
            groups.add(fields);
            result.goals().forEach(goal -> goals.add(fields(group, goal)));
        }
        all.put("groups", groups);
        all.put("goals", goals);
        Goals.MAPPER.writeValue(file.toFile(), all);
    }

    private static Map<String, Object> fields(GoalGroup group, Goal goal) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("group", group.name());
        fields.put("goal", goal.name());
        fields.put("bar", goal.bar());
        fields.put("measured", goal.measured());
        // JSON has no number for those that are none.
        fields.put("value", Double.isFinite(goal.value()) ? goal.value() : null);
        fields.put("held", goal.held());
        return fields;
    }
}
