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
        for (int round = 0; round < 4_000; round++) {
            final int adds = random.nextInt(round < 1_000 ? 40 : 20);
            for (int i = 0; i < adds; i++) {
                final long number = next++;
                final Runnable task = () -> ran.add(number);
                ring.reserve();
                final boolean isAction = number % 2 != 0;
                ring.add(isAction ? action : task, isAction, number, 10 * number);
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
            ring.add(TASK, false, 0, 0);
            ring.move(batch, ring.tail());
            batch.runNext();
        }
        assertEquals(CallbackRing.MIN_CAPACITY, ring.capacity());
        assertEquals(0, ring.size());
    }

    /** Bursts of one size: growing for each and shrinking after it would cost more than the callbacks do. */
    @Test
    void repeatedBurstsDoNotResize() {
        final int burst = 1_000;
        fillAndEmpty(burst);
        final int capacity = ring.capacity();
        for (int i = 0; i < 1_000; i++) {
            ring.reserve();
            assertEquals(capacity, ring.capacity(), "before burst " + i);
            fillAndEmpty(burst - i / 10);
        }
    }

    @Test
    void aBurstIsForgottenWhenLittleIsUsedForLong() {
        fillAndEmpty(1_000);
        final int capacity = ring.capacity();
        for (int i = 0; i < 2 * capacity; i++) {
            fillAndEmpty(1);
        }
        assertEquals(CallbackRing.MIN_CAPACITY, ring.capacity());
    }

    /** The extreme weights: no bytes, and as many as there can be, of both kinds. */
    @Test
    void kindAndBytesDoNotDisturbEachOther() {
        final List<Long> ran = new ArrayList<>();
        final Both both = new Both(ran);
        for (final long bytes : new long[] {0, 1, Long.MAX_VALUE}) {
            for (final boolean isAction : new boolean[] {true, false}) {
                ring.reserve();
                ring.add(both, isAction, 5, bytes);
                ring.move(batch, ring.tail());
                assertEquals(bytes, batch.nextBytes());
                batch.runNext();
                assertEquals(isAction ? 5 : -1, ran.get(ran.size() - 1));
            }
        }
    }

    private void fillAndEmpty(final int count) {
        for (int i = 0; i < count; i++) {
            ring.reserve();
            ring.add(TASK, false, 0, 0);
        }
        while (ring.size() > 0) {
            ring.move(batch, ring.tail());
            while (!batch.isEmpty()) {
                batch.runNext();
            }
        }
    }

    private record Both(List<Long> ran) implements Runnable, LongConsumer {
        @Override
        public void run() {
            ran.add(-1L);
        }

        @Override
        public void accept(final long argument) {
            ran.add(argument);
        }
    }

    @Test
    void aBatchTakesNoMoreThanItHolds() {
        for (int i = 0; i < CallbackBatch.CAPACITY + 5; i++) {
            ring.reserve();
            ring.add(TASK, false, 0, 1);
        }
        ring.move(batch, ring.tail());
        assertEquals(5, ring.size());
        assertTrue(batch.isFull());
        assertEquals(5, ring.clear(), "the bytes of what is dropped");
        assertEquals(0, ring.size());
    }
}
