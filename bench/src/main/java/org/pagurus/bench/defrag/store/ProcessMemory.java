package org.pagurus.bench.defrag.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process, from the kernel. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ANONYMOUS = "RssAnon:";
    /** Where ZGC has its Java heap. */
    private static final String SHARED = "RssShmem:";

    private ProcessMemory() {
    }

    /** Resident memory that no file on a disk backs, in bytes. */
    static long unbackedBytes() {
        try {
            String status = Files.readString(STATUS);
            return parse(status, ANONYMOUS) + parse(status, SHARED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field of the text of {@code /proc/self/status}. */
    static long parse(String status, String field) {
        int start = status.indexOf(field);
        if (start < 0) {
            throw new IllegalStateException(STATUS + " has no " + field);
        }
        int end = status.indexOf("kB", start);
        return Long.parseLong(status.substring(start + field.length(), end).strip()) << 10;
    }
}
