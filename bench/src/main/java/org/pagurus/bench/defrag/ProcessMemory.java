package org.pagurus.bench.defrag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process, from the kernel. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "RssAnon:";

    private ProcessMemory() {
    }

    /** Resident memory that no file backs, in bytes. */
    static long anonymousBytes() {
        try {
            return parse(Files.readString(STATUS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the text of {@code /proc/self/status}. */
    static long parse(String status) {
        int start = status.indexOf(FIELD);
        if (start < 0) {
            throw new IllegalStateException(STATUS + " has no " + FIELD);
        }
        int end = status.indexOf("kB", start);
        return Long.parseLong(status.substring(start + FIELD.length(), end).strip()) << 10;
    }
}
