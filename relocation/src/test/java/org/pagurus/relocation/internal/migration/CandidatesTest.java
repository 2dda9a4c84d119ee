package org.pagurus.relocation.internal.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.pages.Run;

/** Runs come out once each, emptiest first, whatever was added meanwhile. */
class CandidatesTest {
    private static final long SEED = Long.getLong("pagurus.seed", 1);
    private static final long HELD = 65_536;

    @Test
    void emptiestFirst() {
        Random random = new Random(SEED);
        Candidates candidates = new Candidates();
        Map<Run, Integer> buckets = new HashMap<>();
        assertTrue(candidates.isEmpty());
        assertNull(candidates.take());
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(3) > 0) {
                Run run = new Run(HELD * (step + 1), 1, 1, HELD);
                int bucket = Candidates.bucketOf(random.nextInt((int) HELD + 1), HELD);
                buckets.put(run, bucket);
                candidates.add(run, bucket);
            } else if (!buckets.isEmpty()) {
                int least = buckets.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
                assertEquals(least, candidates.lowest(), "seed=" + SEED + " step=" + step);
                if (step % 100 == 0) {
                    assertEquals(least, buckets.remove(candidates.take()), "seed=" + SEED + " step=" + step);
                }
            }
        }
        int last = -1;
        for (Run run = candidates.take(); run != null; run = candidates.take()) {
            int bucket = buckets.remove(run);
            assertTrue(bucket >= last, "seed=" + SEED);
            last = bucket;
        }
        assertTrue(buckets.isEmpty() && candidates.isEmpty());
    }

    @Test
    void bucketsAreInTheOrderOfOccupancy() {
        assertEquals(0, Candidates.bucketOf(0, HELD));
        assertTrue(Candidates.bucketOf(HELD / 2, HELD) < Candidates.bucketOf(HELD / 2 + HELD / 32, HELD));
        assertEquals(Candidates.bucketOf(HELD, HELD), Candidates.bucketOf(2 * HELD, HELD), "more than full");
        assertEquals(Candidates.bucketOf(HELD, HELD), Candidates.bucketOf(1, 0), "a run without frames is not empty");
    }

    @Test
    void clearedIsEmpty() {
        Candidates candidates = new Candidates();
        candidates.add(new Run(HELD, 1, 1, HELD), 3);
        candidates.clear();
        assertTrue(candidates.isEmpty());
        assertNull(candidates.take());
    }
}
