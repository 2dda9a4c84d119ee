package org.pagurus.bench.mix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pagurus.bench.peers.Peer;

/** Measures each cell in a JVM of its own, with the flags that its contender needs. */
final class MixForks {
    private static final long HEAP_BASE_BYTES = 64L << 20;
    private static final long HEAP_BYTES_FOR_THREAD = 8L << 20;
    /** Off the heap: pointers, and what the libraries keep for each key. On it: the head of an array, and a reference. */
    private static final long HEAP_BYTES_FOR_KEY = 24;
    /** Room that a collector has for each byte of values. */
    private static final int ROOM_FACTOR = 2;
    private static final long LOOK_MILLIS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> jvmFlags;
    private final Consumer<String> progress;

    /** @param jvmFlags of all JVMs */
    MixForks(List<String> jvmFlags, Consumer<String> progress) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.progress = progress;
    }

    /**
     * Measures one cell.
     *
     * @return its row
     * @throws ForkFailedException with what the JVM said, if it failed
     * @throws IOException         if no JVM can be started
     */
    MixRow run(MixCell cell) throws IOException {
        Path log = Files.createTempFile("pagurus-pauses", ".log");
        Path out = Files.createTempFile("pagurus-row", ".json");
        Path err = Files.createTempFile("pagurus-errors", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(cell, log));
            builder.environment().putAll(Contender.of(cell.allocator()).peer().environment());
            int exitCode = await(builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), cell);
            if (exitCode != 0) {
                throw new ForkFailedException(cell + ": exit code " + exitCode + System.lineSeparator() + Files.readString(err)
                    + Files.readString(out));
            }
            return row(Files.readString(out));
        } finally {
            for (Path file : List.of(log, out, err)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private int await(Process process, MixCell cell) {
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.accept(cell.toString());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }

    /** Libraries print what they like before the row. */
    private static MixRow row(String output) {
        String line = output.lines().filter(text -> text.startsWith("{")).reduce((first, last) -> last)
            .orElseThrow(() -> new ForkFailedException("no row in the output: " + output));
        try {
            return JSON.readValue(line, MixRow.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> command(MixCell cell, Path log) throws JsonProcessingException {
        Contender contender = Contender.of(cell.allocator());
        Peer peer = contender.peer();
        List<String> command = new ArrayList<>(List.of(peer.java().toString()));
        command.addAll(jvmFlags);
        command.addAll(peer.jvmFlags());
        command.addAll(heapFlags(cell, contender));
        command.addAll(List.of(PauseLog.flag(log), "-cp", System.getProperty("java.class.path"), MixChild.class.getName(),
            JSON.writeValueAsString(cell), log.toString()));
        return command;
    }

    /** On the heap, a limit, as a program would set one. Off it, a heap that is all touched at once and so the same for all. */
    private static List<String> heapFlags(MixCell cell, Contender contender) {
        Keys keys = Keys.of(cell.liveBytes());
        long bytes = HEAP_BASE_BYTES + HEAP_BYTES_FOR_THREAD * cell.threads() + HEAP_BYTES_FOR_KEY * keys.count();
        if (contender.isPagurus() || !contender.library().isOnHeap()) {
            long mib = bytes >> 20;
            return List.of("-XX:+UseG1GC", "-Xms" + mib + "m", "-Xmx" + mib + "m", "-XX:+AlwaysPreTouch");
        }
        // The background's values may all be large at the same time.
        bytes += ROOM_FACTOR * ((long) keys.records() * Values.USUAL_BYTES + (long) keys.others() * Values.MAX_BYTES);
        return List.of("-Xmx" + (bytes >> 20) + "m");
    }

    /** A JVM that measured nothing. */
    static final class ForkFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ForkFailedException(String message) {
            super(message);
        }
    }
}
