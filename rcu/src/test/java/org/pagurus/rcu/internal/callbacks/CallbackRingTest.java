package org.pagurus.rcu.internal.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.Test;

class CallbackRingTest {
    private static final Runnable TASK = () -> { };

    private final CallbackRing ring = new CallbackRing();
    private final CallbackBatch batch = new CallbackBatch();

    /** Against a queue of the JDK, with runnables and actions, through growth, wrap and shrinking. */
    @Test
    void keepsOrderAndValuesThroughGrowthWrapAndShrinking() {
        final long seed = 42;
        final Random random = new Random(seed);
        final ArrayDeque<Long> model = new ArrayDeque<>();
        final List<Long> ran = new ArrayList<>();
        final LongConsumer action = ran::add;
        long next = 1;
        int largest = 0;
        for (int round = 0; round < 2_000; round++) {
            final int adds = random.nextInt(round < 1_000 ? 40 : 20);
            for (int i = 0; i < adds; i++) {
                final long number = next++;
                final Runnable task = () -> ran.add(number);
                ring.reserve();
                ring.add(number % 2 == 0 ? task : action, number, 10 * number);
                model.add(number);
            }
            largest = Math.max(largest, ring.capacity());
            final int removes = Math.min(model.size(), random.nextInt(round < 1_000 ? 30 : 60));
            ring.move(batch, ring.head() + removes);
            while (!batch.isEmpty()) {
                final long expected = model.remove();
                assertEquals(10 * expected, batch.nextBytes());
                batch.runNext();
                assertEquals(expected, ran.get(ran.size() - 1));
            }
            assertEquals(model.size(), ring.size());
            assertEquals(next - 1, ring.tail());
            assertEquals(ran.size(), ring.head());
        }
        assertTrue(largest > CallbackRing.MIN_CAPACITY, "never grew: seed=" + seed);
        assertEquals(CallbackRing.MIN_CAPACITY, ring.capacity(), "never shrank back: seed=" + seed);
    }

    @Test
    void steadyUseNeitherGrowsNorShrinks() {
        for (int i = 0; i < 10 * CallbackRing.MIN_CAPACITY; i++) {
            ring.reserve();
            ring.add(TASK, 0, 0);
            ring.move(batch, ring.tail());
            batch.runNext();
        }
        assertEquals(CallbackRing.MIN_CAPACITY, ring.capacity());
        assertEquals(0, ring.size());
    }

    @Test
    void aBatchTakesNoMoreThanItHolds() {
        for (int i = 0; i < CallbackBatch.CAPACITY + 5; i++) {
            ring.reserve();
            ring.add(TASK, 0, 1);
        }
        ring.move(batch, ring.tail());
        assertEquals(5, ring.size());
        assertTrue(batch.isFull());
        assertEquals(5, ring.clear(), "the bytes of what is dropped");
        assertEquals(0, ring.size());
    }
}
