package org.pagurus.allocator.internal.os;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine, or the container, has: asked before memory is promised, so that a heap fails with an exception. */
public final class MachineMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final long UNKNOWN = Long.MAX_VALUE;

    private MachineMemory() {
    }

    /** Bytes of memory of this machine or container, whichever is less. */
    public static long totalBytes() {
        var bean = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return bean == null ? UNKNOWN : bean.getTotalMemorySize();
    }

    /** Bytes that can be touched now without swapping (MemAvailable); {@code Long.MAX_VALUE} where the kernel does not say. */
    public static long availableBytes() {
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN;
        }
        return UNKNOWN;
    }
}
