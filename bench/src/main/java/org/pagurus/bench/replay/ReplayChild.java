package org.pagurus.bench.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.function.IntConsumer;
import org.pagurus.bench.caches.Sizing;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.caches.ValueCache;
import org.pagurus.bench.fork.JvmFork;
import org.pagurus.bench.trace.Trace;
import org.pagurus.bench.trace.TwitterShape;

/**
 * The program of a JVM that replays a trace through one subject: {@code ReplayChild SUBJECT TASK}. It prints the row as a line of
 * JSON; what goes to the error stream is for people.
 */
final class ReplayChild {
    static final long SETTLE_MILLIS = 2_000;
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    /** With a limit of so many bytes or more; with less in proportion. */
    private static final long FULL_WARM_UP_FROM_BYTES = 64L << 20;
    /** Little: malloc keeps what is freed, and what it keeps from before is missing in its figure. */
    private static final long WARM_UP_BYTES = 1L << 20;
    private static final int WARM_UP_REQUESTS = 20_000;
    private static final int WARM_UP_KEYS = 2_000;
    private static final int WARM_UP_SIZE = 1_000;
    private static final long PROGRESS_NANOS = 200_000_000L;

    private static long nextProgress = System.nanoTime();

    private ReplayChild() {
    }

    /**
     * Replays.
     *
     * @param arguments subject and task
     */
    public static void main(String[] arguments) throws JsonProcessingException {
        PrintStream out = System.out;
        try {
            Subject subject = Subject.valueOf(arguments[0]);
            ReplayTask task = ReplayTask.parse(arguments[1]);
            Trace trace = task.trace();
            long limit = task.sizing(trace).limitBytes();
            warmUp(subject, task, (long) (WARM_UP_NANOS * Math.min(1.0, (double) limit / FULL_WARM_UP_FROM_BYTES)));
            ReplayRow row = run(subject, task, trace, SETTLE_MILLIS, done -> showProgress(out, done, trace.requests()));
            out.println(new ObjectMapper().writeValueAsString(row));
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            System.err.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    static ReplayRow run(Subject subject, ReplayTask task, Trace trace, long settleMillis,
            IntConsumer progress) {
        Sizing sizing = task.sizing(trace);
        try (ValueCache cache = task.isLru() ? subject.openLru(sizing) : subject.open(sizing)) {
            ReplayRow row = new Replay(trace, cache, sizing).run(subject.id(), settleMillis, progress);
            String problem = cache.problem();
            if (!problem.isEmpty()) {
                throw new IllegalStateException(problem);
            }
            return row;
        }
    }

    /** Replays a made trace until the code is compiled, so that the compiler is not measured; all of it is freed again. */
    private static void warmUp(Subject subject, ReplayTask task, long nanos) throws JsonProcessingException {
        long end = System.nanoTime() + nanos;
        ReplayTask small = new ReplayTask(task.file(), task.format(), task.columns(), task.cluster(), task.requests(),
            WARM_UP_BYTES, task.seed(), task.skipEmpty());
        for (long seed = 0; System.nanoTime() - end < 0; seed++) {
            Trace trace = new TwitterShape("warm-up", 1, WARM_UP_SIZE, 0.6, 0.38, 0.02, 0.9)
                .trace(WARM_UP_REQUESTS, WARM_UP_KEYS, seed);
            // The row as well: the classes that write it are a few megabytes.
            new ObjectMapper().writeValueAsString(run(subject, small, trace, 0, done -> { }));
        }
    }

    private static void showProgress(PrintStream out, int done, int requests) {
        long now = System.nanoTime();
        if (now - nextProgress >= 0) {
            nextProgress = now + PROGRESS_NANOS;
            out.println(JvmFork.PROGRESS + done * 100L / requests + " %");
            out.flush();
        }
    }
}
