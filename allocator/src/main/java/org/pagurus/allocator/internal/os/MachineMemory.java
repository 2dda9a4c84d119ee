package org.pagurus.allocator.internal.os;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine, or the container, has: asked before memory is promised, so that a heap fails with an exception. */
public final class MachineMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    /** A container sees its own control group (version 2) here. */
    private static final Path CONTROL_GROUP = Path.of("/sys/fs/cgroup");
    private static final long UNKNOWN = Long.MAX_VALUE;

    private MachineMemory() {
    }

    /** Bytes of memory of this machine or container, whichever is less. */
    public static long totalBytes() {
        var bean = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return bean == null ? UNKNOWN : bean.getTotalMemorySize();
    }

    /**
     * Bytes that can be touched now without swapping: what the machine has available, or what a container's limit leaves,
     * whichever is less; {@code Long.MAX_VALUE} where the kernel does not say.
     */
    public static long availableBytes() {
        return availableBytes(MEMINFO, CONTROL_GROUP);
    }

    static long availableBytes(Path meminfo, Path controlGroup) {
        long machine = field(meminfo, "MemAvailable:");
        long limit = field(controlGroup.resolve("memory.max"), "");
        long used = field(controlGroup.resolve("memory.current"), "");
        if (limit == UNKNOWN || used == UNKNOWN) {
            return machine == UNKNOWN ? UNKNOWN : machine << 10;
        }
        // Cached file pages count as used, but go away when memory is needed.
        long cached = field(controlGroup.resolve("memory.stat"), "inactive_file ");
        long left = Math.max(0, limit - used + (cached == UNKNOWN ? 0 : cached));
        return machine == UNKNOWN ? left : Math.min(left, machine << 10);
    }

    /** The number behind a name that begins a line of a file; UNKNOWN if the file, the line or the number is not there. */
    private static long field(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.substring(name.length()).replace("kB", "").trim());
                }
            }
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN;
        }
        return UNKNOWN;
    }
}
