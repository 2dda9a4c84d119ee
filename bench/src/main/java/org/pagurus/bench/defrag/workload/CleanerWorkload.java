package org.pagurus.bench.defrag.workload;

import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.pagurus.bench.steady.Pattern;

/**
 * A cleaner's steady state: a heap that is full to a part is overwritten, object by object, by sizes that are drawn anew. Each
 * pattern overwrites as many objects as there are, or as many as it can in ten seconds. The capacity is Pagurus' and that of
 * values on the Java heap; other peers have none.
 *
 * @param name        F50 to F95
 * @param limitBytes  what is live
 * @param fullPercent how much of the capacity that is, once a sixteenth is taken off for what size classes round up
 */
public record CleanerWorkload(String name, long limitBytes, int fullPercent) implements Workload {
    private static final Sizes SIZES = new Sizes(128, 1024);
    private static final long MAX_NANOS = 10_000_000_000L;
    private static final int OBJECTS_FOR_LOOK = 256;
    private static final int PERCENT = 100;
    private static final int ROUNDED_UP_PART = 16;

    @Override
    public String description() {
        return "heap " + fullPercent + " % full, overwritten: uniform, 90/10, zipf";
    }

    @Override
    public List<Phase> phases() {
        int[] indices = new int[maxObjects()];
        int[] filled = {0};
        return List.of(
            Phase.of("fill", (objects, random) -> {
                for (int size = SIZES.next(random); objects.liveBytes() + size <= limitBytes; size = SIZES.next(random)) {
                    indices[filled[0]++] = objects.add(size);
                }
            }).with(Bars.NONE),
            overwrite(Pattern.UNIFORM, indices, filled),
            overwrite(Pattern.HOT, indices, filled),
            overwrite(Pattern.ZIPF, indices, filled));
    }

    private Phase overwrite(Pattern pattern, int[] indices, int[] filled) {
        return Phase.of(pattern.id(), (objects, random) -> overwrite(objects, random, indices, pattern.choice(random, filled[0]),
            filled[0])).with(Bars.NONE);
    }

    private void overwrite(LiveSet objects, RandomGenerator random, int[] indices, IntSupplier choice, int times) {
        long deadline = System.nanoTime() + MAX_NANOS;
        for (int i = 0; i < times; i++) {
            if (i % OBJECTS_FOR_LOOK == 0 && System.nanoTime() - deadline > 0) {
                return;
            }
            int chosen = choice.getAsInt();
            int oldSize = objects.sizeOf(indices[chosen]);
            objects.remove(indices[chosen]);
            int size = SIZES.next(random);
            indices[chosen] = objects.add(objects.liveBytes() + size <= limitBytes ? size : oldSize);
        }
    }

    @Override
    public int largestBytes() {
        return SIZES.max();
    }

    @Override
    public List<Workload> parts(int threads) {
        return Collections.nCopies(threads, new CleanerWorkload(name, limitBytes / threads, fullPercent));
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / SIZES.min() + 1);
    }

    @Override
    public long capacityBytes() {
        long capacity = limitBytes * PERCENT / fullPercent;
        return capacity + capacity / ROUNDED_UP_PART;
    }
}
