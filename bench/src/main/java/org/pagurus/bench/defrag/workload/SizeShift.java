package org.pagurus.bench.defrag.workload;

import java.util.List;

/**
 * A cache full of values of one size goes over to another size: values of the old size are evicted in random order until none
 * is left.
 *
 * @param name       I4a to I4f
 * @param limitBytes the most that is live
 * @param oldBytes   the size at first
 * @param newBytes   the size afterwards
 */
public record SizeShift(String name, long limitBytes, int oldBytes, int newBytes) implements Workload {
    @Override
    public String description() {
        return "sizes shift from " + oldBytes + " to " + newBytes + " B";
    }

    @Override
    public List<Phase> phases() {
        int[] old = new int[Math.toIntExact(limitBytes / oldBytes)];
        return List.of(
            Phase.of("fill", (objects, random) -> {
                for (int i = 0; i < old.length; i++) {
                    old[i] = objects.add(oldBytes);
                }
            }),
            Phase.of("shift", (objects, random) -> {
                int left = old.length;
                while (left > 0) {
                    while (left > 0 && objects.liveBytes() + newBytes > limitBytes) {
                        int chosen = random.nextInt(left);
                        objects.remove(old[chosen]);
                        old[chosen] = old[--left];
                    }
                    if (objects.liveBytes() + newBytes <= limitBytes) {
                        objects.add(newBytes);
                    }
                }
            }));
    }

    @Override
    public int largestBytes() {
        return Math.max(oldBytes, newBytes);
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / Math.min(oldBytes, newBytes) + 1);
    }
}
