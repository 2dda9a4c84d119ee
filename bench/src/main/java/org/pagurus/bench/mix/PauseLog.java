package org.pagurus.bench.mix;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pauses of a JVM's collector, from the log of its safepoints, whose times are in nanoseconds; the collectors' beans round to
 * milliseconds, which is longer than a pause of ZGC. A pause is from when threads are told to stop until they may go on.
 */
final class PauseLog {
    /** As G1, Serial, Parallel and ZGC name their pauses, those of JDK 17 and of JDK 25. */
    private static final Pattern PAUSE = Pattern.compile(
        "Safepoint \"(?:G1|Z[A-Z]|X[A-Z]|GenCollect|SerialCollect|ParallelCollect|ParallelGC|Collect)\\w*\".* Total: +(\\d+) ns");

    private final Path file;

    /** @param file that the JVM was told to log to by {@link #flag} */
    PauseLog(Path file) {
        this.file = file;
    }

    /** What a JVM is told. */
    static String flag(Path file) {
        return "-Xlog:safepoint=info:file=\"" + file + "\":none:filecount=0";
    }

    /** A place in the log: its end. */
    long mark() {
        return file.toFile().length();
    }

    /** What was logged from a place on. */
    MixRow.Pauses since(long mark) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(log.length() - mark)];
            log.seek(mark);
            log.readFully(bytes);
            return parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MixRow.Pauses parse(String text) {
        long count = 0;
        long sum = 0;
        long longest = 0;
        Matcher pause = PAUSE.matcher(text);
        while (pause.find()) {
            long nanos = Long.parseLong(pause.group(1));
            count++;
            sum += nanos;
            longest = Math.max(longest, nanos);
        }
        return new MixRow.Pauses(count, sum, longest);
    }
}
