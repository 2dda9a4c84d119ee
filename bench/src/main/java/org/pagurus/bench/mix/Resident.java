package org.pagurus.bench.mix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process has in memory, from the kernel: all that is no file's. Shared memory counts: ZGC has its heap there. The Java
 * heap, compiled code and the JVM's own are in it for every contender.
 */
final class Resident {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final List<String> FIELDS = List.of("RssAnon:", "RssShmem:");

    private Resident() {
    }

    /** In bytes. */
    static long bytes() {
        try {
            return parse(Files.readString(STATUS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the text of {@code /proc/self/status}. */
    static long parse(String status) {
        return FIELDS.stream().mapToLong(field -> parse(status, field)).sum();
    }

    private static long parse(String status, String field) {
        int start = status.indexOf(field);
        int end = status.indexOf("kB", Math.max(0, start));
        if (start < 0 || end < 0) {
            throw new IllegalStateException(STATUS + " has no " + field + " in kB");
        }
        return Long.parseLong(status.substring(start + field.length(), end).strip()) << 10;
    }
}
