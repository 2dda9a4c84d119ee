package org.pagurus.bench.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Files for the tests. */
final class TraceFiles {
    private TraceFiles() {
    }

    static Path text(Path folder, String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Records of time, id and size each. */
    static byte[] oracleGeneral(long... figures) {
        ByteBuffer records = ByteBuffer.allocate(24 * figures.length / 3).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < figures.length; i += 3) {
            records.putInt((int) figures[i]).putLong(figures[i + 1]).putInt((int) figures[i + 2]).putLong(-1);
        }
        return records.array();
    }

    /** A trace in words: R, W or D, key and size of each request. */
    static String words(Trace trace) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < trace.requests(); i++) {
            words.append(trace.operation(i).name().charAt(0)).append(trace.key(i)).append(':').append(trace.size(i)).append(' ');
        }
        return words.toString().strip();
    }
}
