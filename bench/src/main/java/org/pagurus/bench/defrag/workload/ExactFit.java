package org.pagurus.bench.defrag.workload;

import java.util.List;

/**
 * 10,000 values of 1,600 bytes in a heap of exactly that size: 16,000,000 bytes, which the heap rounds up to 16 MiB, its next
 * capacity. Then each is replaced ten times on average, in random order, with the heap full. Not scaled by {@code --live}.
 *
 * @param name I3
 */
public record ExactFit(String name) implements Workload {
    private static final int VALUES = 10_000;
    private static final int VALUE_BYTES = 1_600;
    private static final int ROUNDS = 10;

    @Override
    public String description() {
        return "10,000 x 1,600 B in a heap of 16 MiB";
    }

    @Override
    public List<Phase> phases() {
        return List.of(
            Phase.of("fill", (objects, random) -> {
                for (int i = 0; i < VALUES; i++) {
                    objects.add(VALUE_BYTES);
                }
            }),
            Phase.of("replace", (objects, random) -> {
                for (int i = 0; i < ROUNDS * VALUES; i++) {
                    objects.removeRandom(random);
                    objects.add(VALUE_BYTES);
                }
            }));
    }

    @Override
    public int largestBytes() {
        return VALUE_BYTES;
    }

    @Override
    public int maxObjects() {
        return VALUES;
    }

    @Override
    public long limitBytes() {
        return (long) VALUES * VALUE_BYTES;
    }

    @Override
    public long capacityBytes() {
        return limitBytes();
    }
}
