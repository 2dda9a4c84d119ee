package org.pagurus.bench.defrag.workload;

import java.util.List;

/**
 * Strings of 16 bytes, then of 32, and so on to 512 KiB. Each round allocates the same number of bytes and keeps a quarter of
 * its strings, chosen at random; all rounds together allocate half the limit.
 *
 * @param name       E
 * @param limitBytes twice what is allocated
 */
public record DoublingStrings(String name, long limitBytes) implements Workload {
    private static final int ROUNDS = 16;
    private static final int FIRST_BYTES = 16;
    private static final int KEPT_OF = 4;

    @Override
    public String description() {
        return "strings of doubling length, a quarter kept";
    }

    @Override
    public List<Phase> phases() {
        return List.of(Phase.of("rounds", (objects, random) -> {
            for (int round = 0; round < ROUNDS; round++) {
                int size = FIRST_BYTES << round;
                int strings = (int) (limitBytes / 2 / ROUNDS / size);
                int[] added = new int[strings];
                for (int i = 0; i < strings; i++) {
                    added[i] = objects.add(size);
                }
                for (int index : added) {
                    if (random.nextInt(KEPT_OF) != 0) {
                        objects.remove(index);
                    }
                }
            }
        }));
    }

    @Override
    public int largestBytes() {
        return FIRST_BYTES << ROUNDS - 1;
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / FIRST_BYTES / ROUNDS + 1);
    }
}
