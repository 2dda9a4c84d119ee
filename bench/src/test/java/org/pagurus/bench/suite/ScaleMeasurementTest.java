package org.pagurus.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.scale.Measure;
import org.pagurus.bench.scale.ScaleResult;
import org.pagurus.bench.scale.ScaleResults;

class ScaleMeasurementTest {
    private static final List<Long> ENOUGH = List.of(64 * ScaleResults.MIB, 4096 * ScaleResults.MIB);

    @Test
    void goals_withoutMemoryForTheSizesTheyAreAbout_areNotMeasured() {
        List<Goal> goals = ScaleMeasurement.goals(ScaleResults.plain());
        assertFalse(goals.isEmpty());
        goals.forEach(goal -> assertEquals("not measured: 8 GiB live left out: <no memory>", goal.measured()));
    }

    @Test
    void goals_sayUpToWhatTheyWereMeasured() {
        ScaleResult result = new ScaleResult(List.of(ScaleResults.series(Measure.MOVED, ENOUGH, live -> 1e6),
            ScaleResults.series(Measure.MOVED_NOW, ENOUGH, live -> live > ENOUGH.get(0) ? 1.5e6 : 1e6)),
            List.of("8 GiB left out"));
        List<Goal> goals = ScaleMeasurement.goals(result);
        assertEquals(List.of("1.00 (up to 4096 MiB live)", "1.50 (up to 4096 MiB live)"),
            goals.stream().map(Goal::measured).toList());
        assertEquals(List.of(false, true), goals.stream().map(Goal::missed).toList());
    }
}
