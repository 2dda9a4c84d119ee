package org.pagurus.bench.defrag;

import java.io.PrintStream;
import java.util.SplittableRandom;

/**
 * The program of a JVM that runs one workload on one allocator: {@code Child WORKLOAD ALLOCATOR LIVE SEED}. It prints each row as
 * a line of JSON; what goes to the error stream is for people.
 */
final class Child {
    private static final long WARM_UP_BYTES = 512L << 10;
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final int QUIET_MILLIS = 200;

    private Child() {
    }

    /**
     * Runs.
     *
     * @param arguments workload, allocator, bytes, seed
     */
    public static void main(String[] arguments) throws InterruptedException {
        Workload workload = Workloads.of(arguments[0], Long.parseLong(arguments[2]));
        Allocator allocator = Allocator.of(arguments[1]);
        PrintStream out = System.out;
        warmUp(allocator);
        Thread.sleep(QUIET_MILLIS);
        try (Store store = WorkloadRun.store(workload, allocator)) {
            new WorkloadRun(workload, allocator, Long.parseLong(arguments[3]), store).run(row -> out.println(RowJson.line(row)));
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            System.err.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    /**
     * Runs small churns until the code is compiled, so that the compiler's memory is not counted and speeds are those of a
     * warm JVM. All of it is freed again.
     */
    private static void warmUp(Allocator allocator) {
        long end = System.nanoTime() + WARM_UP_NANOS;
        for (long seed = 0; System.nanoTime() - end < 0; seed++) {
            Workload churn = new ChurnWorkload("warm-up", WARM_UP_BYTES, new Sizes(16, 1000), 50, new Sizes(100, 2000));
            try (Store store = WorkloadRun.store(churn, allocator)) {
                warmUp(churn, store, allocator, seed);
            }
        }
    }

    private static void warmUp(Workload churn, Store store, Allocator allocator, long seed) {
        LiveSet objects = new LiveSet(store, churn.maxObjects());
        SplittableRandom random = new SplittableRandom(seed);
        try (Accessor accessor = new Accessor(store, objects, seed)) {
            store.setCompacting(true);
            for (Phase phase : churn.phases()) {
                phase.body().run(objects, random);
                store.memory();
            }
            if (objects.wrong() + accessor.wrong() > 0) {
                throw new WrongReadException("warm-up of " + allocator.id() + ": wrong reads; seed " + seed);
            }
        }
        while (objects.count() > 0) {
            objects.remove(objects.at(0));
        }
    }
}
