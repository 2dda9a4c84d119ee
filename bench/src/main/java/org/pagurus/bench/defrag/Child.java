package org.pagurus.bench.defrag;

import java.io.PrintStream;
import org.pagurus.bench.defrag.workload.ChurnWorkload;
import org.pagurus.bench.defrag.workload.Sizes;
import org.pagurus.bench.defrag.workload.Workload;
import org.pagurus.bench.defrag.workload.WrongReadException;
import org.pagurus.bench.replay.ReplayTask;
import org.pagurus.bench.trace.Trace;

/**
 * The program of a JVM that runs one workload on one allocator:
 * {@code Child WORKLOAD ALLOCATOR LIVE SEED THREADS ROUND [TRACE]}. It prints each row as a line of JSON; what goes to the error
 * stream is for people.
 */
final class Child {
    /** An exit code: an object was not what it should be. Anything else that goes wrong has 1. */
    static final int WRONG_READ = 3;

    /** Little: malloc keeps what is freed, and what it keeps from before is missing in its figure. */
    private static final long WARM_UP_BYTES = 128L << 10;
    /** With a limit of so many bytes or more; with less in proportion: there a megabyte of the compiler's shows anyway. */
    private static final long FULL_WARM_UP_FROM_BYTES = 64L << 20;
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final int QUIET_MILLIS = 100;
    /** The argument that may be missing. */
    private static final int TRACE = 6;
    /** One finds what is to be finalized, the next frees what that gave up. */
    private static final int COLLECTIONS = 3;

    private Child() {
    }

    /**
     * Runs.
     *
     * @param arguments workload, allocator, bytes, seed, threads, round, and for {@code T} what it replays
     */
    public static void main(String[] arguments) throws InterruptedException {
        Trace trace = arguments.length > TRACE ? ReplayTask.parse(arguments[TRACE]).trace() : null;
        Workload workload = Workloads.of(arguments[0], Long.parseLong(arguments[2]), trace);
        Allocator allocator = Allocator.of(arguments[1]);
        PrintStream out = System.out;
        long live = Long.parseLong(arguments[2]);
        warmUp(allocator, (long) (WARM_UP_NANOS * Math.min(1.0, (double) live / FULL_WARM_UP_FROM_BYTES)));
        // In some libraries the collector lets go of what the warm-up's stores had: not while the workload runs.
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(QUIET_MILLIS);
        }
        WorkloadRun.Parameters parameters = new WorkloadRun.Parameters(Long.parseLong(arguments[3]),
            Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
        try {
            new WorkloadRun(workload, allocator, parameters, WorkloadRun.SETTLE_NANOS).run(row -> out.println(RowJson.line(row)));
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            System.err.flush();
            Runtime.getRuntime().halt(e instanceof WrongReadException ? WRONG_READ : 1);
        }
        out.flush();
        // Without waiting for threads of a library.
        Runtime.getRuntime().halt(0);
    }

    /**
     * Runs small churns until the code is compiled, so that the compiler's memory is not counted and speeds are those of a
     * warm JVM. All of it is freed again.
     */
    private static void warmUp(Allocator allocator, long nanos) {
        long end = System.nanoTime() + nanos;
        for (long seed = 0; System.nanoTime() - end < 0; seed++) {
            Workload churn = new ChurnWorkload("warm-up", WARM_UP_BYTES, new Sizes(16, 1000), 50, new Sizes(100, 2000));
            // Rows as well: the classes that write them are a few megabytes.
            new WorkloadRun(churn, allocator, new WorkloadRun.Parameters(seed, 1, 1), 0).run(RowJson::line);
        }
    }
}
