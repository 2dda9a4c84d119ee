package org.pagurus.bench.steady;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;

class SteadyPartsTest {
    private static final int OBJECTS = 1000;
    private static final int CHOICES = 200_000;

    @Test
    void cleaner_hasThePublishedNumbers() {
        // Desnoyers, table of greedy and LRU cleaning: 0.8 full leaves segments 0.629 live.
        assertEquals(0.629, Cleaner.cleanedPart(0.8), 0.001);
        assertEquals(1.69, Cleaner.movedForWritten(0.8), 0.01);
        assertEquals(0.203, Cleaner.cleanedPart(0.5), 0.001);
        assertEquals(0, Cleaner.movedForWritten(0));
        assertEquals(Double.POSITIVE_INFINITY, Cleaner.movedForWritten(1));
        assertThrows(IllegalArgumentException.class, () -> Cleaner.cleanedPart(1));
    }

    @Test
    void scatter_isAPermutation() {
        assertEquals(OBJECTS, java.util.stream.IntStream.range(0, OBJECTS).map(rank -> Pattern.scatter(rank, OBJECTS)).distinct()
            .count());
    }

    @Test
    void patterns_haveTheirShares() {
        assertEquals(0.1, shareOfTheBusiest(Pattern.UNIFORM, OBJECTS / 10), 0.02);
        assertEquals(0.9, shareOfTheBusiest(Pattern.HOT, OBJECTS / 10), 0.01);
        // The sum of i^-0.99 to 100 over that to 1,000.
        assertEquals(0.688, shareOfTheBusiest(Pattern.ZIPF, OBJECTS / 10), 0.02);
        assertEquals(0.129, shareOfTheBusiest(Pattern.ZIPF, 1), 0.01);
    }

    private static double shareOfTheBusiest(Pattern pattern, int objects) {
        IntSupplier choice = pattern.choice(new SplittableRandom(3), OBJECTS);
        int[] seen = new int[OBJECTS];
        for (int i = 0; i < CHOICES; i++) {
            seen[choice.getAsInt()]++;
        }
        Arrays.sort(seen);
        return Arrays.stream(seen, OBJECTS - objects, OBJECTS).sum() / (double) CHOICES;
    }

    private static SteadyRow row(Pattern pattern, double fill, boolean compacting, int round, double operations) {
        return new SteadyRow(ObjectSizes.DRIFTING.id(), pattern.id(), fill, compacting, round, true, 1, operations, 0, 0, 0, 0, 0,
            0, 0, 0, 0.25, 1.1, 1, 1);
    }

    @Test
    void goal_isTheMedianRatioOfRounds() {
        List<SteadyRow> rows = new ArrayList<>();
        double[] on = {90, 50, 95};
        for (int round = 0; round < on.length; round++) {
            rows.add(row(Pattern.UNIFORM, 0.8, true, round, on[round]));
            rows.add(row(Pattern.UNIFORM, 0.8, false, round, 100));
            rows.add(row(Pattern.HOT, 0.8, true, round, on[round] - 1));
            rows.add(row(Pattern.HOT, 0.8, false, round, 100));
            rows.add(row(Pattern.ZIPF, 0.9, true, round, 99));
        }
        SteadySummary summary = new SteadySummary(rows);
        List<Goal> goals = summary.goals().subList(3, 6);
        assertEquals(0.90, goals.get(0).value());
        assertTrue(goals.get(0).held());
        assertEquals(0.89, goals.get(1).value());
        assertEquals(false, goals.get(1).held());
        assertNull(goals.get(2).held());
        String table = summary.table();
        assertEquals(7, table.lines().count(), table);
        assertTrue(table.contains("0.2500"), table);
    }

    @Test
    void driftingSizes_wanderFromLeastToMostAndBack() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < OBJECTS; i++) {
            double turnovers = i / 10.0;
            int size = ObjectSizes.DRIFTING.next(random, 100, 1000, turnovers);
            assertTrue(size >= 100 && size <= 1000, "size " + size);
            assertTrue(turnovers % 8 != 0 || size <= 125, "size " + size + " after " + turnovers);
            assertTrue(turnovers % 8 != 4 || size >= 800, "size " + size + " after " + turnovers);
            // Half of the way up, and down: the geometric middle of 100 and 800.
            assertTrue(turnovers % 4 != 2 || size >= 282 && size <= 353, "size " + size + " after " + turnovers);
        }
    }
}
