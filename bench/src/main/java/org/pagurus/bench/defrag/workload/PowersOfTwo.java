package org.pagurus.bench.defrag.workload;

import java.util.List;

/**
 * Nine rounds with sizes of 1 KiB to 256 KiB: each allocates what is left of half the limit and frees every second object. What
 * does not move keeps a hole beside each object, and none fits the next round.
 *
 * @param name       D
 * @param limitBytes twice what is allocated at most
 */
public record PowersOfTwo(String name, long limitBytes) implements Workload {
    private static final int ROUNDS = 9;
    private static final int FIRST_BYTES = 1024;

    @Override
    public String description() {
        return "sizes 1 KiB to 256 KiB, every second freed";
    }

    @Override
    public List<Phase> phases() {
        return List.of(Phase.of("rounds", (objects, random) -> {
            long left = limitBytes / 2;
            for (int round = 0; round < ROUNDS; round++) {
                int size = FIRST_BYTES << round;
                int half = (int) (left / (2L * size));
                int[] freed = new int[half];
                for (int i = 0; i < half; i++) {
                    objects.add(size);
                    freed[i] = objects.add(size);
                }
                for (int index : freed) {
                    objects.remove(index);
                }
                left -= (long) half * size;
            }
        }));
    }

    @Override
    public int largestBytes() {
        return FIRST_BYTES << ROUNDS - 1;
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / FIRST_BYTES + 1);
    }
}
