package org.pagurus.bench.defrag.workload;

import java.util.List;

/**
 * All slots of 64 bytes are freed but one in 1,024: one in each page.
 *
 * @param name       I5
 * @param limitBytes what is live at first
 */
public record Survivors(String name, long limitBytes) implements Workload {
    static final int SLOT_BYTES = 64;
    static final int SLOTS_FOR_SURVIVOR = 1024;

    private static final Bars BARS = new Bars(3.0, 0, 0);

    @Override
    public String description() {
        return "one survivor in 1,024 slots of 64 B";
    }

    @Override
    public List<Phase> phases() {
        int[] slots = new int[maxObjects()];
        return List.of(
            Phase.of("fill", (objects, random) -> {
                for (int i = 0; i < slots.length; i++) {
                    slots[i] = objects.add(SLOT_BYTES);
                }
            }),
            Phase.of("free", (objects, random) -> {
                for (int i = 0; i < slots.length; i++) {
                    if (i % SLOTS_FOR_SURVIVOR != 0) {
                        objects.remove(slots[i]);
                    }
                }
            }).with(BARS));
    }

    @Override
    public int largestBytes() {
        return SLOT_BYTES;
    }

    @Override
    public int maxObjects() {
        return Math.toIntExact(limitBytes / SLOT_BYTES);
    }
}
