package org.pagurus.bench.defrag.workload;

import java.util.List;

/**
 * The second test of Redis: pairs of two equal values, allocated one after the other; one of each pair is freed. For a limit of
 * 100 MB there are 50,000 pairs.
 *
 * @param name       C2
 * @param limitBytes two and a half times what is allocated
 */
public record PairsWorkload(String name, long limitBytes) implements Workload {
    private static final int VALUE_BYTES = 400;
    private static final long LIMIT_FOR_PAIR = 2000L;
    private static final double BAR_RATIO = 1.05;
    private static final Bars FULL_BARS = new Bars(BAR_RATIO, 0, 0);
    private static final Bars BARS = new Bars(BAR_RATIO, 0, 1_000_000L);

    @Override
    public String description() {
        return "pairs of 400 B values, one of each freed";
    }

    @Override
    public List<Phase> phases() {
        int pairs = maxObjects() / 2;
        int[] halves = new int[pairs];
        return List.of(
            Phase.of("fill", (objects, random) -> {
                for (int i = 0; i < pairs; i++) {
                    objects.add(VALUE_BYTES);
                    halves[i] = objects.add(VALUE_BYTES);
                }
            }).with(FULL_BARS).withoutCompactor(),
            Phase.of("free", (objects, random) -> {
                for (int index : halves) {
                    objects.remove(index);
                }
            }).with(Bars.NONE).withoutCompactor(),
            Phase.of("defragmented", (objects, random) -> { }).with(BARS));
    }

    @Override
    public int largestBytes() {
        return VALUE_BYTES;
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(2 * Math.max(1, limitBytes / LIMIT_FOR_PAIR));
    }
}
