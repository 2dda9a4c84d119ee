package org.pagurus.bench.defrag.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * As mstress: in each of 25 generations every thread allocates until its part is full, frees a random half, and gives the
 * survivors to the next thread, which checks them. One object in 100 has a hundred times the size, one in 1,000 a thousand times.
 * There are two threads at least.
 *
 * @param name       J
 * @param limitBytes the most that is live
 * @param part       which thread this is
 * @param handOver   where the threads meet
 */
public record GenerationsWorkload(String name, long limitBytes, int part, HandOver handOver) implements Workload {
    private static final int GENERATIONS = 25;
    private static final int WORDS_SHIFT_BOUND = 5;
    private static final int LARGE_OF = 100;
    private static final int LARGE_TIMES = 100;
    private static final int HUGE_OF = 1000;
    private static final int HUGE_TIMES = 1000;
    /** The cookie, which is the stamp, takes two words. */
    private static final int LEAST_WORDS = 2;
    /** Less than the average size, so that bytes are the limit and not objects. */
    private static final long BYTES_FOR_OBJECT = 64;

    /** All of it. */
    public GenerationsWorkload(String name, long limitBytes) {
        this(name, limitBytes, 0, new HandOver(1));
    }

    @Override
    public String description() {
        return "25 generations of 2 to 16 words, survivors handed on";
    }

    @Override
    public List<Phase> phases() {
        return List.of(Phase.of("generations", (objects, random) -> {
            try {
                for (int generation = 0; generation < GENERATIONS; generation++) {
                    generation(objects, random);
                }
            } catch (RuntimeException | Error e) {
                handOver.giveUp();
                throw e;
            }
        }));
    }

    private void generation(LiveSet objects, RandomGenerator random) {
        for (int size = size(random); objects.liveBytes() + size <= limitBytes && objects.count() < maxObjects();
            size = size(random)) {
            objects.add(size);
        }
        for (int freed = objects.count() - objects.count() / 2; freed > 0; freed--) {
            objects.removeRandom(random);
        }
        handOver.meet(part, objects);
        long wrong = objects.wrong();
        if (wrong > 0) {
            throw new WrongReadException(wrong + " of " + objects.count() + " survivors of another thread are wrong");
        }
    }

    private static int size(RandomGenerator random) {
        int bytes = Math.max(LEAST_WORDS, 1 << random.nextInt(WORDS_SHIFT_BOUND)) * Long.BYTES;
        if (random.nextInt(HUGE_OF) == 0) {
            return bytes * HUGE_TIMES;
        }
        return random.nextInt(LARGE_OF) == 0 ? bytes * LARGE_TIMES : bytes;
    }

    @Override
    public int largestBytes() {
        return (Long.BYTES << WORDS_SHIFT_BOUND - 1) * HUGE_TIMES;
    }

    @Override
    public List<Workload> parts(int threads) {
        int all = Math.max(2, threads);
        HandOver shared = new HandOver(all);
        List<Workload> parts = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            parts.add(new GenerationsWorkload(name, limitBytes / all, i, shared));
        }
        return parts;
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / BYTES_FOR_OBJECT);
    }
}
