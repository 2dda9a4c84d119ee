package org.pagurus.bench.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pagurus.bench.compaction.CompactionGoals;
import org.pagurus.bench.goals.Goal;

/** What the result is held against: the bars of {@link CompactionGoals}, over all sizes. */
public final class ScaleGoals {
    private ScaleGoals() {
    }

    /**
     * All goals.
     *
     * @param result what was measured
     * @return each with its figure
     */
    public static List<Goal> of(ScaleResult result) {
        List<Goal> goals = new ArrayList<>();
        for (Measure measure : List.of(Measure.MOVED, Measure.MOVED_NOW)) {
            goals.add(CompactionGoals.spread("processor time", measure.title(),
                result.of(measure).map(Series::medians).orElse(new double[0])));
        }
        result.of(Measure.METADATA_PART).ifPresent(part -> goals.add(CompactionGoals.metadata(UsingRun.OBJECT_BYTES,
            Arrays.stream(part.medians()).max().orElseThrow())));
        return goals;
    }
}
