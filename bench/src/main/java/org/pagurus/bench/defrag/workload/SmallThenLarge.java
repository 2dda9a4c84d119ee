package org.pagurus.bench.defrag.workload;

import java.util.List;

/**
 * A cache full of small values gets values of 500 KB, and evicts random values for each; until as much as the limit was
 * written. The heap has a quarter more than the limit, so that free slots of small pages do not help: they must become runs.
 *
 * @param name       I2
 * @param limitBytes the most that is live
 */
public record SmallThenLarge(String name, long limitBytes) implements Workload {
    private static final Sizes SMALL = new Sizes(64, 256);
    private static final int LARGE_BYTES = 500_000;
    /** The least that a heap may have, and some. */
    private static final long MIN_CAPACITY_BYTES = 16L << 20;

    @Override
    public String description() {
        return "full of 64-256 B, then 500 KB values";
    }

    @Override
    public List<Phase> phases() {
        return List.of(
            Phase.of("fill", (objects, random) -> {
                for (int size = SMALL.next(random); objects.liveBytes() + size <= limitBytes; size = SMALL.next(random)) {
                    objects.add(size);
                }
            }),
            Phase.of("large", (objects, random) -> {
                for (long written = 0; written < limitBytes; written += LARGE_BYTES) {
                    ChurnWorkload.makeRoom(objects, random, LARGE_BYTES, limitBytes);
                    objects.add(LARGE_BYTES);
                }
            }));
    }

    @Override
    public int largestBytes() {
        return LARGE_BYTES;
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / SMALL.min() + 1);
    }

    @Override
    public long capacityBytes() {
        return Math.max(limitBytes + limitBytes / 4, MIN_CAPACITY_BYTES);
    }

}
