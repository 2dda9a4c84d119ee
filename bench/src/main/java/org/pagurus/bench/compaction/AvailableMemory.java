package org.pagurus.bench.compaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;

/** Memory that programs may take without swapping, by the kernel's estimate. */
public final class AvailableMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String FIELD = "MemAvailable:";
    private static final long CHUNK_BYTES = 64L << 20;
    private static final int OS_PAGE_BYTES = 4096;

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

    /**
     * Takes memory from the OS and gives it back: that a virtual machine gets its memory at first touch is no cost of what is
     * measured later.
     *
     * @param bytes how much
     */
    public static void touch(long bytes) {
        List<Long> chunks = new ArrayList<>();
        try {
            for (long touched = 0; touched < bytes; touched += CHUNK_BYTES) {
                long chunk = UnsafeApi.allocateMemory(CHUNK_BYTES);
                chunks.add(chunk);
                for (long offset = 0; offset < CHUNK_BYTES; offset += OS_PAGE_BYTES) {
                    UnsafeApi.putByte(chunk + offset, (byte) 1);
                }
            }
        } finally {
            chunks.forEach(UnsafeApi::freeMemory);
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
