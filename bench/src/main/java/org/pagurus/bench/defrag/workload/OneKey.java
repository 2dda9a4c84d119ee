package org.pagurus.bench.defrag.workload;

import java.util.List;

/**
 * One value of 2 KiB is put and removed again and again, in a heap half full of such values.
 *
 * @param name       I1
 * @param limitBytes twice what is live
 */
public record OneKey(String name, long limitBytes) implements Workload {
    private static final int VALUE_BYTES = 2048;
    private static final long ROUNDS = 100_000_000L;
    private static final long SMOKE_ROUNDS = 1_000_000L;
    private static final long FULL_FROM_BYTES = 256L << 20;

    @Override
    public String description() {
        return "one 2 KiB key put and removed " + (rounds() == ROUNDS ? "10^8" : "10^6") + " times";
    }

    private long rounds() {
        return limitBytes >= FULL_FROM_BYTES ? ROUNDS : SMOKE_ROUNDS;
    }

    @Override
    public List<Phase> phases() {
        return List.of(
            Phase.of("fill", (objects, random) -> {
                while (objects.liveBytes() < limitBytes / 2) {
                    objects.add(VALUE_BYTES);
                }
            }),
            Phase.of("put-remove", (objects, random) -> {
                long rounds = rounds();
                for (long i = 0; i < rounds; i++) {
                    objects.remove(objects.add(VALUE_BYTES));
                }
            }));
    }

    @Override
    public int largestBytes() {
        return VALUE_BYTES;
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / VALUE_BYTES + 2);
    }
}
