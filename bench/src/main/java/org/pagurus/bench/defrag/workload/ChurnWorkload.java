package org.pagurus.bench.defrag.workload;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One of the eight churns of "Log-structured Memory for DRAM-based Storage" (FAST'14): allocate five times the limit, freeing
 * random objects to stay within it; free a part at random; allocate five times the limit of other sizes in the same way.
 *
 * @param name         W1 to W8
 * @param limitBytes   the most that is live
 * @param before       sizes of the first phase
 * @param freedPercent how many objects the second phase frees
 * @param after        sizes of the third phase; null if there is only the first
 */
public record ChurnWorkload(String name, long limitBytes, Sizes before, int freedPercent, Sizes after) implements Workload {
    /** How much is allocated in a phase, in limits. */
    static final int TURNOVER = 5;

    private static final int PERCENT = 100;

    @Override
    public String description() {
        return text(before) + (after == null ? "" : ", " + freedPercent + " % freed, " + text(after));
    }

    private static String text(Sizes sizes) {
        return sizes.min() == sizes.max() ? sizes.min() + " B" : sizes.min() + "-" + sizes.max() + " B";
    }

    @Override
    public List<Phase> phases() {
        Phase first = Phase.of("1", (objects, random) -> churn(objects, random, before)).with(Bars.SETTLED_AND_PEAK);
        if (after == null) {
            return List.of(first);
        }
        return List.of(first,
            Phase.of("2", this::free),
            Phase.of("3", (objects, random) -> churn(objects, random, after)).with(Bars.SETTLED_AND_PEAK));
    }

    private void churn(LiveSet objects, RandomGenerator random, Sizes sizes) {
        long allocated = 0;
        while (allocated < TURNOVER * limitBytes) {
            int size = sizes.next(random);
            makeRoom(objects, random, size, limitBytes);
            objects.add(size);
            allocated += size;
        }
    }

    /** Frees random objects until so many bytes more keep to the limit. */
    static void makeRoom(LiveSet objects, RandomGenerator random, long bytes, long limitBytes) {
        while (objects.count() > 0 && objects.liveBytes() + bytes > limitBytes) {
            objects.removeRandom(random);
        }
    }

    private void free(LiveSet objects, RandomGenerator random) {
        long freed = (long) objects.count() * freedPercent / PERCENT;
        for (long i = 0; i < freed; i++) {
            objects.removeRandom(random);
        }
    }

    @Override
    public int largestBytes() {
        return after == null ? before.max() : Math.max(before.max(), after.max());
    }

    @Override
    public List<Workload> parts(int threads) {
        return Collections.nCopies(threads, new ChurnWorkload(name, limitBytes / threads, before, freedPercent, after));
    }

    @Override
    public int maxObjects() {
        int least = after == null ? before.min() : Math.min(before.min(), after.min());
        return Math.toIntExact(limitBytes / least + 1);
    }
}
