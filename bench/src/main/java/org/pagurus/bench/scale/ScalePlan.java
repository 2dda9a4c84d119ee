package org.pagurus.bench.scale;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.compaction.AvailableMemory;
import org.pagurus.bench.demo.Units;
import org.pagurus.relocation.Heap;

/**
 * All measurements of the benchmark. All sizes are measured in one JVM, by the same compiled code: with a JVM for each size, what
 * one compiler run made better than another would look like growth. A heap's memory is unmapped when it is closed, what was
 * known of its pages is garbage, and is collected before the next one. Every other round goes from the greatest size to the
 * smallest, so that what one size leaves behind is not always the same one's.
 *
 * @param liveBytes   of the heaps
 * @param sessions    numbers of them
 * @param rounds      of everything; figures are medians
 * @param memoryBytes that may be used; sizes that need more are left out
 * @param seed        of the random choices
 */
public record ScalePlan(List<Long> liveBytes, List<Integer> sessions, int rounds, long memoryBytes, long seed) {
    /** Smaller heaps are measured more often: they are over soon, and a few milliseconds are easily disturbed. */
    private static final long REPEATED_BELOW_BYTES = 512L << 20;
    private static final long MAX_REPEATS = 4;
    private static final long WARM_UP_BYTES = 16L << 20;
    private static final int WARM_UPS = 4;
    private static final int WARM_UP_SESSIONS = 4;

    /** Copies the lists, each number once, rising. */
    public ScalePlan {
        liveBytes = liveBytes.stream().distinct().sorted().toList();
        sessions = sessions.stream().distinct().sorted().toList();
    }

    /**
     * The memory that one size takes at most, Java heap included.
     *
     * @param liveBytes of the heap
     * @return bytes
     */
    public static long neededBytes(long liveBytes) {
        return Math.max(MovingRun.capacityBytes(liveBytes), UsingRun.capacityBytes(liveBytes)) + UsingRun.javaBytes(liveBytes);
    }

    /**
     * Measures all.
     *
     * @param progress gets the name of what runs
     * @return the figures
     * @throws IllegalStateException if a read was wrong or a heap is not as it should be
     */
    public ScaleResult run(Consumer<String> progress) {
        List<String> notes = new ArrayList<>();
        List<Long> possible = liveBytes.stream().filter(live -> isPossible(live, notes)).toList();
        progress.accept("warm-up");
        warmUp();
        progress.accept("touching memory");
        possible.stream().mapToLong(ScalePlan::neededBytes).max().ifPresent(AvailableMemory::touch);
        Samples samples = new Samples();
        for (int round = 1; round <= rounds; round++) {
            for (long live : inTurn(possible, round)) {
                for (long repeat = repeats(live); repeat > 0; repeat--) {
                    String name = "round " + round + " of " + rounds + ", " + Units.bytes(live) + " live, ";
                    progress.accept(name + "moving");
                    new MovingRun(live).run(samples);
                    System.gc();
                    progress.accept(name + "using");
                    new UsingRun(live, seed + round).run(samples);
                    System.gc();
                    progress.accept(name + "malloc");
                    new MallocRun(live, seed + round).run(samples);
                }
            }
            for (int count : inTurn(sessions, round)) {
                progress.accept("round " + round + " of " + rounds + ", " + count + " sessions");
                new SessionsRun(count, seed + round).run(samples);
            }
        }
        return new ScaleResult(samples.series(), notes);
    }

    private static void warmUp() {
        Samples unused = new Samples();
        for (int i = 1; i <= WARM_UPS; i++) {
            new MovingRun(WARM_UP_BYTES).run(unused);
            new UsingRun(WARM_UP_BYTES, i).run(unused);
            new MallocRun(WARM_UP_BYTES, i).run(unused);
            new SessionsRun(WARM_UP_SESSIONS, i).run(unused);
        }
    }

    private boolean isPossible(long live, List<String> notes) {
        long needed = neededBytes(live);
        if (needed > memoryBytes) {
            notes.add(Units.bytes(live) + " live left out: it needs " + Units.bytes(needed) + " of memory, and "
                + Units.bytes(memoryBytes) + " are available");
            return false;
        }
        if (UsingRun.javaBytes(live) > Runtime.getRuntime().maxMemory() / 2) {
            notes.add(Units.bytes(live) + " live left out: it needs " + Units.bytes(UsingRun.javaBytes(live))
                + " of Java heap, and -Xmx is " + Units.bytes(Runtime.getRuntime().maxMemory()));
            return false;
        }
        try {
            Heap.builder().capacity(MovingRun.capacityBytes(live)).build().close();
            return true;
        } catch (IllegalArgumentException e) {
            // The container has less than the machine.
            notes.add(Units.bytes(live) + " live left out: " + e.getMessage());
            return false;
        }
    }

    private static long repeats(long live) {
        return Math.min(MAX_REPEATS, Math.max(1, REPEATED_BELOW_BYTES / live));
    }

    private static <T> List<T> inTurn(List<T> rising, int round) {
        if (round % 2 == 1) {
            return rising;
        }
        List<T> falling = new ArrayList<>(rising);
        Collections.reverse(falling);
        return falling;
    }
}
