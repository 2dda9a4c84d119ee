package org.pagurus.bench.defrag.workload;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Redis as a cache with a memory limit: values of one length, then of another under other keys. Like Redis it evicts the oldest
 * of five random values. Keys and Redis' own records are not modelled: only values count.
 *
 * @param name         B or C
 * @param limitBytes   the most that is live
 * @param firstSize    bytes of the values of the first phase
 * @param secondSize   bytes of those of the second phase
 * @param likeRedis    true for the test of Redis: the compactor is off until both phases are over. False for Mesh's: it is always
 *                     on, and memory is looked at for 10 s
 */
public record LruWorkload(String name, long limitBytes, int firstSize, int secondSize, boolean likeRedis) implements Workload {
    /** The numbers of values are those for this limit, and go with it. */
    private static final long MODEL_LIMIT_BYTES = 100_000_000L;
    private static final long FIRST_VALUES = 700_000L;
    private static final long SECOND_VALUES = 170_000L;
    private static final int CANDIDATES = 5;
    private static final long LOOK_NANOS = 10_000_000_000L;
    private static final long SHORT_LOOK_NANOS = 1_000_000_000L;
    private static final long LONG_LOOK_FROM_BYTES = 64L << 20;
    private static final Bars REDIS_BARS = new Bars(1.10, 0, 1_000_000L);

    @Override
    public String description() {
        return "LRU cache, " + firstSize + " B values, then " + secondSize + " B";
    }

    @Override
    public List<Phase> phases() {
        long[] born = new long[maxObjects()];
        Phase first = Phase.of("fill", (objects, random) -> put(objects, random, born, firstSize, scaled(FIRST_VALUES)));
        Phase second = Phase.of("refill", (objects, random) -> put(objects, random, born, secondSize, scaled(SECOND_VALUES)));
        if (likeRedis) {
            return List.of(first.withoutCompactor().with(Bars.NONE), second.withoutCompactor().with(Bars.NONE),
                Phase.of("defragmented", (objects, random) -> { }).with(REDIS_BARS));
        }
        long look = limitBytes >= LONG_LOOK_FROM_BYTES ? LOOK_NANOS : SHORT_LOOK_NANOS;
        return List.of(first, second, Phase.of("look", (objects, random) -> { }).holding(look));
    }

    private int scaled(long values) {
        return Math.toIntExact(Math.max(1, values * limitBytes / MODEL_LIMIT_BYTES));
    }

    private void put(LiveSet objects, RandomGenerator random, long[] born, int size, int values) {
        for (int i = 0; i < values; i++) {
            while (objects.count() > 0 && objects.liveBytes() + size > limitBytes) {
                objects.remove(oldOne(objects, random, born));
            }
            int index = objects.add(size);
            born[objects.slotOf(index)] = objects.operations();
        }
    }

    private static int oldOne(LiveSet objects, RandomGenerator random, long[] born) {
        int oldest = objects.random(random);
        for (int i = 1; i < CANDIDATES; i++) {
            int other = objects.random(random);
            oldest = born[objects.slotOf(other)] < born[objects.slotOf(oldest)] ? other : oldest;
        }
        return oldest;
    }

    @Override
    public int largestBytes() {
        return Math.max(firstSize, secondSize);
    }

    @Override
    public List<Workload> parts(int threads) {
        return Collections.nCopies(threads, new LruWorkload(name, limitBytes / threads, firstSize, secondSize, likeRedis));
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / Math.min(firstSize, secondSize) + 1);
    }
}
