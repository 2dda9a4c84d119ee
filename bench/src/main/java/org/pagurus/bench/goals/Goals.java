package org.pagurus.bench.goals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pagurus.bench.demo.Units;

/** Goals as a table of text, and with all other figures of a run as JSON. */
public final class Goals {
    static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int MIN_NAME = 20;

    private Goals() {
    }

    /**
     * A line for each goal, below a head, and how many are held.
     *
     * @param goals all goals
     * @return lines, each with its end
     */
    public static String table(List<Goal> goals) {
        String line = line(goals);
        StringBuilder text = new StringBuilder(Units.format(line, "goal", "", "measured", "held"));
        goals.forEach(goal -> text.append(line(line, goal)));
        long held = goals.stream().filter(goal -> Boolean.TRUE.equals(goal.held())).count();
        long judged = goals.stream().filter(goal -> goal.held() != null).count();
        return text.append("goals held: ").append(held).append(" of ").append(judged).append(System.lineSeparator()).toString();
    }

    /** A pattern for lines that are wide enough for all of them. */
    static String line(List<Goal> goals) {
        int name = Math.max(MIN_NAME, goals.stream().mapToInt(goal -> goal.name().length()).max().orElse(0));
        int measured = Math.max("measured".length(), goals.stream().mapToInt(goal -> goal.measured().length()).max().orElse(0));
        return "%-" + name + "s | %-12s | %-" + measured + "s | %s%n";
    }

    static String line(String pattern, Goal goal) {
        return Units.format(pattern, goal.name(), goal.bar(), goal.measured(), goal.verdict());
    }

    /**
     * Where a run took place.
     *
     * @return JDK and machine, in one line
     */
    public static String setting() {
        return "JDK " + System.getProperty("java.runtime.version") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors";
    }

    /**
     * Writes a run to a file: the setting, then what is given, then the goals.
     *
     * @param figures names and what Jackson can write
     * @param goals   all goals
     * @param file    is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(Map<String, ?> figures, List<Goal> goals, Path file) throws IOException {
        Map<String, Object> all = settingFields();
        all.putAll(figures);
        all.put("goals", goals);
        MAPPER.writeValue(file.toFile(), all);
    }

    /** JDK and machine, for a file. */
    static Map<String, Object> settingFields() {
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put("jdk", System.getProperty("java.runtime.version"));
        setting.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
            + System.getProperty("os.arch"));
        setting.put("processors", Runtime.getRuntime().availableProcessors());
        return setting;
    }
}
