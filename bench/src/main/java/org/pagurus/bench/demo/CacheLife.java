package org.pagurus.bench.demo;

import java.util.random.RandomGenerator;
import org.pagurus.examples.cache.OffHeapCache;

/**
 * The writer's script. A month loads one kind, replaces a part of the population by values of other sizes, and lets most of the
 * month before expire at random: what survives lies scattered over the memory. Which steps follow each other depends on the seed
 * alone. For one thread.
 */
final class CacheLife {
    /** The kinds in turn; a half plays each once, so that both halves end with the same population. */
    private static final Kind[] MONTHS = {Kind.JAVA, Kind.JDK, Kind.PACKED};

    private static final double EXPIRING_PART = 0.8;
    /** One key is replaced after so many others were loaded or expired. */
    private static final int STEPS_PER_REPLACEMENT = 4;
    private static final int UPDATES_PER_STEP = 4;

    private final OffHeapCache<String> cache;
    private final JdkValues input;
    private final Population population;
    private final Counters counters;
    private final RandomGenerator random;
    private Kind previous = Kind.PACKED;
    private long steps;

    CacheLife(OffHeapCache<String> cache, JdkValues input, Population population, Counters counters, RandomGenerator random) {
        this.cache = cache;
        this.input = input;
        this.population = population;
        this.counters = counters;
        this.random = random;
    }

    /** Loads what the month before the first one left, as fast as it goes. */
    void begin() {
        for (int key : input.members(previous)) {
            put(key, key);
        }
    }

    /** Plays one month of each kind. */
    void playHalf(long nanos) {
        for (Kind kind : MONTHS) {
            playMonth(kind, nanos / MONTHS.length);
        }
    }

    private void playMonth(Kind kind, long nanos) {
        int[] coming = shuffled(input.members(kind));
        int[] going = shuffled(input.members(previous));
        int expiring = (int) (going.length * EXPIRING_PART);
        Pace pace = new Pace(nanos, coming.length + expiring);
        for (int key : coming) {
            pace.awaitStep();
            put(key, key);
            disturb();
        }
        for (int i = 0; i < expiring; i++) {
            pace.awaitStep();
            remove(going[i]);
            disturb();
        }
        previous = kind;
        pace.awaitEnd();
    }

    /** What goes on beside loading and expiring. */
    private void disturb() {
        if (++steps % STEPS_PER_REPLACEMENT == 0) {
            int key = population.pick(random);
            if (population.contains(key)) {
                put(key, random.nextInt(input.size()));
            }
        }
        for (int i = 0; i < UPDATES_PER_STEP; i++) {
            counters.increment(population.pick(random));
        }
    }

    private void put(int key, int contents) {
        cache.put(input.key(key), input.value(contents));
        counters.create(key);
        population.set(key, true);
    }

    private void remove(int key) {
        population.set(key, false);
        cache.remove(input.key(key));
        counters.remove(key);
    }

    private int[] shuffled(int[] keys) {
        int[] shuffled = keys.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
        return shuffled;
    }
}
