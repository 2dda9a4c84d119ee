package org.pagurus.bench.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.fork.JvmFork;
import org.pagurus.bench.goals.Goal;

/**
 * All runs: in each round each variant once, so that what disturbs the machine disturbs all of them.
 *
 * @param subjects    what is compared, of {@link Variant#SUBJECTS}
 * @param heapFactors sizes of the Java heap where values are on it, in multiples of what is live there
 * @param liveBytes   limit of each cache, from {@link #MIN_LIVE_BYTES}
 * @param nanos       of each measured part; a run has two, and one more to warm up
 * @param rounds      1 or more
 * @param threads     that get and put, 1 or more
 * @param seed        of all choices
 */
public record CachePlan(List<Subject> subjects, List<Double> heapFactors, long liveBytes, long nanos, int rounds, int threads,
    long seed) {

    /** The least limit of a cache, in bytes. */
    public static final long MIN_LIVE_BYTES = 4L << 20;
    /** The most: keys are numbers of 31 bits, with room to spare. */
    public static final long MAX_LIVE_BYTES = 64L << 30;

    private static final List<Double> FACTORS = List.of(1.5, 2.0, 3.0);
    private static final long LIVE_BYTES = 1L << 30;
    private static final long NANOS = 5_000_000_000L;
    private static final int ROUNDS = 3;

    /**
     * The plan that the goals are about: 1 GiB, three rounds of all variants.
     *
     * @return the plan
     */
    public static CachePlan ofGoals() {
        return new CachePlan(Variant.SUBJECTS, FACTORS, LIVE_BYTES, NANOS, ROUNDS, 1, 1);
    }

    /**
     * What is measured, each with its Java heap.
     *
     * @return all variants, those that cannot run here too
     */
    public List<Variant> variants() {
        List<Variant> variants = new ArrayList<>();
        for (Subject subject : subjects) {
            if (subject.isOnHeap()) {
                heapFactors.forEach(factor -> variants.add(new Variant(subject, factor)));
            } else {
                variants.add(new Variant(subject, Variant.OFF_HEAP_FACTOR));
            }
        }
        return variants;
    }

    /**
     * The memory of the largest run, about.
     *
     * @return bytes
     */
    public long mostBytes() {
        return variants().stream().mapToLong(variant -> variant.javaHeapBytes(liveBytes)
            + (variant.subject().isOnHeap() ? 0 : 2 * liveBytes)).max().orElse(0);
    }

    /**
     * What the runs gave.
     *
     * @param rows     of those that ended well
     * @param failures of those that did not, by variant and round
     * @param skipped  why subjects cannot run here, by their names
     */
    public record Result(List<CacheRow> rows, Map<String, String> failures, Map<String, String> skipped) {
        /**
         * What the rows are held against.
         *
         * @return the goals; those without rows are not measured
         */
        public List<Goal> goals() {
            return CacheGoals.of(rows);
        }
    }

    /**
     * Runs everything.
     *
     * @param jvmFlags what each JVM with Pagurus needs
     * @param progress gets what runs, several times a second
     * @return rows and failures
     * @throws IOException if no JVM can be started
     */
    public Result run(List<String> jvmFlags, Consumer<String> progress) throws IOException {
        Result result = new Result(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (int round = 1; round <= rounds; round++) {
            for (Variant variant : variants()) {
                if (variant.peer().isAvailable()) {
                    run(variant, round, jvmFlags, progress, result);
                } else {
                    result.skipped().put(variant.subject().id(), variant.peer().unavailable());
                }
            }
        }
        return result;
    }

    private void run(Variant variant, int round, List<String> jvmFlags, Consumer<String> progress, Result result)
            throws IOException {
        String name = variant.id() + " round " + round + " of " + rounds;
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.add("-Xmx" + (variant.javaHeapBytes(liveBytes) >> 20) + "m");
        CacheTask task = new CacheTask(variant.subject(), liveBytes, nanos, threads, seed + round);
        JvmFork.Result fork = JvmFork.run(variant.peer(), flags, CacheChild.class, List.of(task.json()),
            done -> progress.accept(name));
        if (!fork.failure().isEmpty() || fork.lines().size() != 1) {
            result.failures().put(name, fork.failure().isEmpty() ? "printed no row" : fork.failure());
            return;
        }
        CacheRow row = CacheTask.parse(fork.lines().get(0), CacheRow.class).of(variant.id(), round);
        result.rows().add(row);
        if (row.wrong() > 0) {
            result.failures().put(name, row.wrong() + " of " + row.checked() + " hits were wrong");
        }
    }
}
