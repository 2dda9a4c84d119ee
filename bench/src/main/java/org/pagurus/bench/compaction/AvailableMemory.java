package org.pagurus.bench.compaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory that programs may take without swapping, by the kernel's estimate. */
public final class AvailableMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String FIELD = "MemAvailable:";

    private AvailableMemory() {
    }

    /**
     * Looks.
     *
     * @return bytes
     */
    public static long bytes() {
        try {
            return parse(Files.readString(MEMINFO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the text of {@code /proc/meminfo}. */
    static long parse(String text) {
        int start = text.indexOf(FIELD);
        if (start < 0) {
            throw new IllegalStateException(MEMINFO + " has no " + FIELD);
        }
        return Long.parseLong(text.substring(start + FIELD.length(), text.indexOf("kB", start)).strip()) << 10;
    }
}
