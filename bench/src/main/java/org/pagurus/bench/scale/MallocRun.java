package org.pagurus.bench.scale;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;

/** Random objects freed and others allocated by malloc, with as many live as {@link UsingRun} has. */
final class MallocRun {
    private final long liveBytes;
    private final SplittableRandom random;

    MallocRun(long liveBytes, long seed) {
        this.liveBytes = liveBytes;
        this.random = new SplittableRandom(seed);
    }

    void run(Samples samples) {
        long[] objects = new long[Math.toIntExact(liveBytes / UsingRun.OBJECT_BYTES)];
        try {
            for (int i = 0; i < objects.length; i++) {
                objects[i] = UnsafeApi.allocateMemory(UsingRun.OBJECT_BYTES);
                UnsafeApi.putLong(objects[i], i);
            }
            replace(objects);
            samples.add(Measure.MALLOC_REPLACE, liveBytes, Stopwatch.processorNanos(UsingRun.TIMES, () -> replace(objects))
                / UsingRun.REPLACED);
        } finally {
            Arrays.stream(objects).forEach(UnsafeApi::freeMemory);
        }
    }

    private void replace(long[] objects) {
        for (int i = 0; i < UsingRun.REPLACED; i++) {
            int index = random.nextInt(objects.length);
            UnsafeApi.freeMemory(objects[index]);
            objects[index] = UnsafeApi.allocateMemory(UsingRun.OBJECT_BYTES);
        }
    }
}
