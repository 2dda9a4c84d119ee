package org.pagurus.bench.demo;

import java.lang.management.ManagementFactory;

/**
 * What to demonstrate.
 *
 * @param seconds    how long, without reading the input; {@link #MIN_SECONDS} to {@link #MAX_SECONDS}
 * @param limitBytes the cache's weight limit, at least {@link #MIN_LIMIT_BYTES}
 * @param readers    reader threads, 1 to {@link #MAX_READERS}
 * @param seed       of every random choice
 */
public record DemoOptions(int seconds, long limitBytes, int readers, long seed) {
    /** The shortest run. */
    public static final int MIN_SECONDS = 3;
    /** The longest run. */
    public static final int MAX_SECONDS = 3600;
    /** The smallest cache. */
    public static final long MIN_LIMIT_BYTES = 16L << 20;
    /** The most reader threads. */
    public static final int MAX_READERS = 64;

    /** Room for fragmentation: the heap's capacity is so many times the cache's limit, if the machine has that much. */
    private static final int CAPACITY_FACTOR = 4;
    private static final int LEAST_CAPACITY_FACTOR = 2;
    /** A heap's capacity is rounded up to this. */
    private static final long REGION_BYTES = 4L << 20;

    /** Refuses what is out of range. */
    public DemoOptions {
        requireRange("--seconds", seconds, MIN_SECONDS, MAX_SECONDS);
        requireRange("--readers", readers, 1, MAX_READERS);
        if (limitBytes < MIN_LIMIT_BYTES) {
            throw new IllegalArgumentException("--limit: " + Units.bytes(limitBytes) + " is too small; the demo needs at least "
                + Units.bytes(MIN_LIMIT_BYTES));
        }
        long most = machineBytes() / LEAST_CAPACITY_FACTOR;
        if (limitBytes > most) {
            throw new IllegalArgumentException("--limit: " + Units.bytes(limitBytes) + " is too large; the heap needs "
                + LEAST_CAPACITY_FACTOR + " times that, and this machine has " + Units.bytes(machineBytes()));
        }
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " is out of range; allowed are " + min + " to " + max);
        }
    }

    private static long machineBytes() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /**
     * The heap's capacity.
     *
     * @return bytes: address space, of which only what is touched becomes memory
     */
    public long capacityBytes() {
        return Math.min(CAPACITY_FACTOR * limitBytes, machineBytes() / REGION_BYTES * REGION_BYTES);
    }
}
