package org.pagurus.bench.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openjdk.jmh.runner.RunnerException;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Median;
import org.pagurus.bench.jmh.SharedArena;

/**
 * What random reads and copies are held against. Each ratio is taken within a round, by the fastest iterations, and the goal is
 * judged by the median of the rounds: other work on the machine slows a whole round, and hardly its ratios.
 */
public final class AccessGoals {
    private static final int ROUNDS = 3;
    private static final double UNCHECKED_BAR = 1.10;
    private static final double BOUNDS_BAR = 1.30;
    private static final double HANDLE_BAR = 2.5;
    private static final double SEGMENT_BAR = 1.0;
    private static final double BULK_BAR = 1.05;
    private static final String FILTER = "Read(Unchecked|HandleTable|SharedArena)?$|(raw|pagurus)Get$";
    private static final String RAW = "rawRead";
    private static final String UNCHECKED = "pagurusReadUnchecked";
    private static final String BOUNDS = "pagurusRead";
    private static final String HANDLES = "peerReadHandleTable";
    private static final String SEGMENT = "peerReadSharedArena";

    private AccessGoals() {
    }

    /**
     * Measures, in rounds.
     *
     * @param jvmFlags of the benchmarks' JVMs
     * @param progress gets the name of what runs
     * @return all goals, with whether they are held
     * @throws RunnerException if a benchmark fails
     */
    public static List<Goal> measure(List<String> jvmFlags, Consumer<String> progress) throws RunnerException {
        List<List<MicroRow>> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(new MicroRun(List.of(MicroGroup.ACCESS, MicroGroup.BULK), FILTER, MicroRun.Length.ROUND)
                .measure(jvmFlags, null, progress, ignored -> { }));
        }
        return of(rounds);
    }

    /** All goals, from the rows of each round. */
    static List<Goal> of(List<List<MicroRow>> rounds) {
        String over = rounds.get(0).stream().filter(row -> row.method().equals(RAW)).flatMap(row -> row.parameters().stream())
            .findFirst().map(mib -> mib.equals("mib=" + MicroRun.FULL_MIB) ? " over 1 GiB" : " over less memory, " + mib)
            .orElse("");
        return List.of(
            goal("random reads" + over + ", no checks / raw", rounds, UNCHECKED, RAW, ratio -> name ->
                Goal.atMost(name, UNCHECKED_BAR, ratio)),
            goal("random reads" + over + ", bounds checks / raw", rounds, BOUNDS, RAW, ratio -> name ->
                Goal.atMost(name, BOUNDS_BAR, ratio)),
            goal("random reads" + over + ", handle table / no checks", rounds, HANDLES, UNCHECKED, ratio -> name ->
                Goal.atLeast(name, HANDLE_BAR, ratio)),
            goal("random reads" + over + ", MemorySegment / bounds checks", rounds, SEGMENT, BOUNDS, ratio -> name ->
                Goal.atLeast(name, SEGMENT_BAR, ratio)),
            goal("copies of 4 KiB" + over + ", bounds checks / Unsafe.copyMemory", rounds, "pagurusGet", "rawGet",
                ratio -> name -> Goal.atMost(name, BULK_BAR, ratio)));
    }

    private static Goal goal(String name, List<List<MicroRow>> rounds, String dividend, String divisor,
        Function<Double, Function<String, Goal>> judge) {
        double ratio = Median.of(rounds.stream().mapToDouble(rows -> least(rows, dividend) / least(rows, divisor)).toArray());
        if (Double.isNaN(ratio)) {
            return Goal.notMeasured(name, dividend.equals(SEGMENT) ? "needs JDK " + SharedArena.MIN_JDK : "no such row");
        }
        return judge.apply(ratio).apply(name);
    }

    private static double least(List<MicroRow> rows, String method) {
        return rows.stream().filter(row -> row.method().equals(method)).mapToDouble(MicroRow::least).findFirst()
            .orElse(Double.NaN);
    }
}
