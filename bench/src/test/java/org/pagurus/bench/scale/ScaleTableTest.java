package org.pagurus.bench.scale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;

class ScaleTableTest {
    private static final long MIB = ScaleResults.MIB;

    @Test
    void text_hasEachMeasureItsRatiosAndItsGrowth() {
        List<String> lines = ScaleTable.text(ScaleResults.plain()).lines().toList();
        assertEquals(List.of("live", "64", "MiB", "256", "MiB", "1024", "MiB"), List.of(lines.get(0).split(" +")));
        int plan = indexOf(lines, "a plan: a look at every page");
        assertEquals("a plan: a look at every page 51.2 us 204.8 us 819.2 us", lines.get(plan).replaceAll(" +", " "));
        assertEquals(" n^1.00: linear (R^2 1.000) 1.00 4.00 16.00", lines.get(plan + 1).replaceAll(" +", " "));
        int two = indexOf(lines, "free and allocate, two active");
        int head = indexOf(lines, "sessions");
        assertEquals(lines.get(head).length(), lines.get(two).length(), "the missing column is empty, not left out");
        assertTrue(lines.contains("8 GiB live left out: <no memory>"), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("for 1 TiB of live data")), lines.toString());
    }

    private static int indexOf(List<String> lines, String begin) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(begin)) {
                return i;
            }
        }
        throw new AssertionError(begin + " is missing in " + lines);
    }

    @Test
    void goals_areThoseOfCompactionOverAllSizes() {
        List<Goal> goals = ScaleGoals.of(ScaleResults.plain());
        assertEquals(3, goals.size(), goals.toString());
        assertEquals(1.0, goals.get(0).value(), 1e-9);
        assertEquals(true, goals.get(0).held());
        assertEquals(1.5, goals.get(1).value(), 1e-9);
        assertEquals(false, goals.get(1).held());
        assertEquals(0.012, goals.get(2).value(), 1e-9, "the worst size counts");
        assertEquals(false, goals.get(2).held());
        assertNull(ScaleGoals.of(new ScaleResult(List.of(), List.of())).get(0).held());
    }

    @Test
    void samples_anyOrder_giveMediansBySize() {
        Samples samples = new Samples();
        samples.add(Measure.PLAN, 128 * MIB, 30);
        samples.add(Measure.PLAN, 64 * MIB, 9);
        samples.add(Measure.MOVED, 64 * MIB, 1);
        samples.add(Measure.PLAN, 64 * MIB, 11);
        samples.add(Measure.PLAN, 64 * MIB, 10);
        List<Series> all = samples.series();
        assertEquals(List.of(Measure.MOVED, Measure.PLAN), all.stream().map(Series::measure).toList());
        Series plan = all.get(1);
        assertEquals(List.of(64 * MIB, 128 * MIB), plan.sizes());
        assertArrayEquals(new double[] {10, 30}, plan.medians());
        assertArrayEquals(new double[] {1, 3}, plan.ratios());
        assertEquals(30, plan.last());
        assertThrows(IllegalArgumentException.class, () -> new Series(Measure.PLAN, List.of(), List.of()));
    }

    @Test
    void plan_sizesThatDoNotFit_areLeftOutWithANote() {
        ScalePlan plan = new ScalePlan(List.of(1L << 40), List.of(), 1, 1L << 30, 1);
        ScaleResult result = plan.run(name -> {
        });
        assertEquals(List.of(), result.series());
        assertEquals(1, result.notes().size());
        assertTrue(result.notes().get(0).startsWith("1 TiB live left out: it needs 1.5 TiB of memory, and 1024 MiB are"),
            result.notes().toString());
    }

    @Test
    void measures_writeFiguresWithUnits() {
        assertEquals("1.9 ns", Measure.SECTION.text(1.94));
        assertEquals("1,500.0 ms", Measure.STATS.text(1.5e9));
        assertEquals("12 s", Measure.STATS.text(12e9));
        assertEquals("0.36 %", Measure.METADATA_PART.text(0.0036));
        assertEquals("12 KiB", Measure.PAGE_TABLE.text(12 << 10));
    }
}
