package org.pagurus.bench.caches;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of this process, from the kernel: what no file on a disk backs. ZGC's heap is shared memory, others are anonymous;
 * both count.
 */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {
    }

    /**
     * Looks.
     *
     * @return resident bytes
     */
    public static long residentBytes() {
        try {
            return parse(Files.readString(STATUS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the text of {@code /proc/self/status}. */
    static long parse(String status) {
        return field(status, "RssAnon:") + field(status, "RssShmem:");
    }

    private static long field(String status, String name) {
        int start = status.indexOf(name);
        if (start < 0) {
            throw new IllegalStateException(STATUS + " has no " + name);
        }
        int end = status.indexOf("kB", start);
        return Long.parseLong(status.substring(start + name.length(), end).strip()) << 10;
    }
}
