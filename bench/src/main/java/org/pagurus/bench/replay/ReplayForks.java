package org.pagurus.bench.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.caches.Sizing;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.fork.JvmFork;
import org.pagurus.bench.peers.Peer;
import org.pagurus.bench.trace.Trace;

/** Replays a trace through each subject in a JVM of its own. */
public final class ReplayForks {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long BASE_BYTES = 128L << 20;
    /** Requests in memory, twice while their arrays grow. */
    private static final long REQUEST_BYTES = 27;
    /** A key as text with its number, while the file is read; its place in Caffeine afterwards. */
    private static final long KEY_BYTES = 320;
    private static final int BUFFERS = 3;
    /** How much larger than its values a Java heap is that holds them. */
    private static final int HEAP_FACTOR = 2;

    private final List<String> jvmFlags;
    private final ReplayTask task;
    private final Trace trace;
    private final Consumer<String> progress;

    /**
     * Prepares runs.
     *
     * @param jvmFlags what each JVM with Pagurus needs
     * @param task     what is replayed
     * @param trace    of the task
     * @param progress gets subject and progress, several times a second
     */
    public ReplayForks(List<String> jvmFlags, ReplayTask task, Trace trace, Consumer<String> progress) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.task = task;
        this.trace = trace;
        this.progress = progress;
    }

    /**
     * What a run gave.
     *
     * @param row     null if it failed
     * @param failure what the JVM said then; empty if it did not fail
     */
    public record Result(ReplayRow row, String failure) {
    }

    /**
     * Replays through a subject that is available.
     *
     * @param subject which
     * @return what it gave
     * @throws IOException if no JVM can be started
     */
    public Result run(Subject subject) throws IOException {
        Peer peer = subject.peer();
        JvmFork.Result result = JvmFork.run(peer, flags(subject), ReplayChild.class, List.of(subject.name(), task.json()),
            done -> progress.accept(subject.id() + " " + done));
        if (!result.failure().isEmpty()) {
            return new Result(null, result.failure());
        }
        if (result.lines().size() != 1) {
            return new Result(null, "printed " + result.lines().size() + " rows instead of one");
        }
        return new Result(MAPPER.readValue(result.lines().get(0), ReplayRow.class), "");
    }

    private List<String> flags(Subject subject) {
        Sizing sizing = task.sizing(trace);
        long heap = BASE_BYTES + REQUEST_BYTES * trace.requests() + KEY_BYTES * trace.keys()
            + (long) BUFFERS * sizing.largestBytes();
        List<String> flags = new ArrayList<>(jvmFlags);
        if (subject.isOnHeap()) {
            // Small at first: it grows as values come.
            flags.add("-Xms" + (BASE_BYTES >> 20) + "m");
            flags.add("-Xmx" + (heap + HEAP_FACTOR * sizing.limitBytes() >> 20) + "m");
        } else {
            // Touched at once: what the process grows by later is not the Java heap.
            flags.addAll(List.of("-XX:+UseSerialGC", "-Xms" + (heap >> 20) + "m", "-Xmx" + (heap >> 20) + "m",
                "-XX:+AlwaysPreTouch"));
        }
        return flags;
    }
}
