package org.pagurus.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalRun;
import org.pagurus.bench.goals.GroupResult;

/** Writes all goals as one HTML page. All texts are escaped; nothing is loaded from anywhere. */
public final class GoalsReport {
    private GoalsReport() {
    }

    /**
     * Writes the page.
     *
     * @param setting where it was measured
     * @param run     all groups
     * @param file    is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(String setting, GoalRun run, Path file) throws IOException {
        Files.writeString(file, toHtml(setting, run));
    }

    /** The whole page. */
    static String toHtml(String setting, GoalRun run) {
        HtmlPage page = new HtmlPage("Pagurus: goals");
        page.paragraph("lead", "What the project wants to reach, measured in one run. A goal that could not be measured is "
            + "neither held nor missed, and a figure without a bar stands beside the goals for comparison.");
        page.paragraph("setting", setting);
        page.paragraph(run.isHeld() ? "right" : "wrong", run.summary());
        for (GroupResult result : run.results()) {
            page.append("<section>\n<h2>" + Html.escape(result.group().name()) + "</h2>\n");
            page.paragraph("caption", result.group().what() + ". Took " + GoalRun.time(result.seconds()) + ", estimated "
                + GoalRun.time(result.group().seconds()) + ".");
            if (!result.failure().isEmpty()) {
                page.paragraph("wrong", "Failed: " + result.failure());
            }
            List<List<String>> rows = new ArrayList<>();
            result.goals().forEach(goal -> rows.add(cells(goal)));
            if (!rows.isEmpty()) {
                page.table("result", List.of("goal", "", "measured", "held"), rows);
            }
            page.append("</section>\n");
        }
        return page.end();
    }

    private static List<String> cells(Goal goal) {
        return List.of(goal.name(), goal.bar(), goal.measured(), goal.verdict());
    }
}
