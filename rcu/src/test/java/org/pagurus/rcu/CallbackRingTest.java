package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.Test;

class CallbackRingTest {
    private static final Runnable TASK = () -> { };
    private static final LongConsumer ACTION = argument -> { };

    private final CallbackRing ring = new CallbackRing();

    @Test
    void keepsOrderAndValuesThroughGrowthWrapAndShrinking() {
        final long seed = 42;
        final Random random = new Random(seed);
        final ArrayDeque<Long> model = new ArrayDeque<>();
        long next = 1;
        int largest = 0;
        for (int round = 0; round < 2_000; round++) {
            final int adds = random.nextInt(round < 1_000 ? 40 : 20);
            for (int i = 0; i < adds; i++) {
                ring.reserve();
                ring.add(next, next % 2 == 0 ? TASK : null, next % 2 == 0 ? null : ACTION, -next);
                model.add(next);
                next++;
            }
            largest = Math.max(largest, ring.capacity());
            final int removes = Math.min(model.size(), random.nextInt(round < 1_000 ? 30 : 60));
            for (int i = 0; i < removes; i++) {
                final long expected = model.remove();
                assertEquals(expected, ring.headCookie());
                assertEquals(-expected, ring.headArgument());
                if (expected % 2 == 0) {
                    assertSame(TASK, ring.headTask());
                    assertNull(ring.headAction());
                } else {
                    assertNull(ring.headTask());
                    assertSame(ACTION, ring.headAction());
                }
                ring.removeHead();
            }
            assertEquals(model.size(), ring.size());
            assertEquals(next - 1, ring.added());
        }
        assertTrue(largest > CallbackRing.MIN_CAPACITY, "never grew: seed=" + seed);
        assertEquals(CallbackRing.MIN_CAPACITY, ring.capacity(), "never shrank back: seed=" + seed);
    }

    @Test
    void steadyUseNeitherGrowsNorShrinks() {
        for (int i = 0; i < 10 * CallbackRing.MIN_CAPACITY; i++) {
            ring.reserve();
            ring.add(i, TASK, null, 0);
            ring.removeHead();
        }
        assertEquals(CallbackRing.MIN_CAPACITY, ring.capacity());
        assertEquals(0, ring.size());
    }
}
