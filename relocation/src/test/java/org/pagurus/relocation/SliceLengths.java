package org.pagurus.relocation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How long the compactor's slices take, from a heap that was half freed to one at rest. By hand, with as much memory as one
 * likes: {@code SliceLengths MIB_LIVE OBJECT_BYTES}.
 */
final class SliceLengths {
    private static final double PER_MILLE = 1_000.0;

    private long[] nanos = new long[1 << 16];
    private int count;
    private final boolean cpuTime;

    /** Measures the thread's own time, in which it had a processor, or the clock's. */
    SliceLengths(boolean cpuTime) {
        this.cpuTime = cpuTime;
    }

    public static void main(String[] arguments) {
        long live = Long.parseLong(arguments[0]) << 20;
        for (boolean cpuTime : new boolean[] {true, false}) {
            SliceLengths lengths = new SliceLengths(cpuTime);
            double ratio = lengths.measure(live, Integer.parseInt(arguments[1]));
            System.out.printf("%s: slices=%d p50=%d us p99=%d us p99.9=%d us max=%d us, ratio at the end %.3f%n",
                cpuTime ? "processor" : "clock", lengths.count, lengths.micros(500), lengths.micros(990), lengths.micros(999),
                lengths.micros(1_000), ratio);
        }
    }

    /** Fills a heap to twice the size, frees every second object, and works until nothing is left to do. */
    double measure(long liveBytes, int objectBytes) {
        int objects = Math.toIntExact(2 * liveBytes / objectBytes);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (Heap heap = Heap.builder().capacity(2 * liveBytes + liveBytes / 2 + (64 << 20)).maxCpu(1).build()) {
            try (Session session = heap.openSession()) {
                long[] pointers = new long[objects];
                for (int i = 0; i < objects; i++) {
                    pointers[i] = session.allocate(objectBytes);
                }
                for (int i = 0; i < objects; i += 2) {
                    session.free(pointers[i]);
                }
            }
            int idle = 0;
            while (idle < 100_000 || heap.compactor().state().activity() != CompactorState.Activity.IDLE) {
                long start = cpuTime ? threads.getCurrentThreadCpuTime() : System.nanoTime();
                int work = heap.compactor().doWork();
                long end = cpuTime ? threads.getCurrentThreadCpuTime() : System.nanoTime();
                idle = work == 0 ? idle + 1 : 0;
                if (work > 0) {
                    note(end - start);
                }
            }
            return (double) heap.space().usedBytes() / heap.liveBytes();
        }
    }

    private void note(long sliceNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = sliceNanos;
    }

    /** In microseconds: what so many of a thousand slices do not exceed. */
    long micros(int perMille) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.ceil(count * (perMille / PER_MILLE)))] / 1_000;
    }

    /** How many slices did something. */
    int count() {
        return count;
    }
}
