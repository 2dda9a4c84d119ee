package org.pagurus.bench.micro;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.RunnerException;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;

/**
 * What the benchmarks of grace periods are held against, and beside it what nothing is asked of: how long a grace period takes,
 * how many fit into a second, and the peers. By the means of the iterations, as in {@code docs/rcu.md}.
 */
public final class RcuGoals {
    private static final double SECTION_BAR = 1.3;
    private static final double FULL_BAR = 1.1;
    private static final double DEFER_BAR = 15;
    private static final double SECOND = 1e9;
    private static final double BRIEF_NANOS = 100;
    private static final String ASYMMETRIC = "fence=ASYMMETRIC";
    private static final String SECTION = "pagurusSectionAsymmetric";
    private static final String FULL_SECTION = "pagurusSectionFull";
    private static final String POLLED = "pagurusDeferPolled";
    private static final String READ = "pagurusReadAsymmetric";
    private static final String LOCK = "peerGracePeriodStampedWrite";
    private static final List<String> SECTION_PEERS = List.of("peerSectionStampedOptimistic", "peerSectionStampedRead",
        "peerSectionReadWriteLock", "peerSectionReferenceCount");
    private static final List<String> READERS = List.of("IDLE", "BUSY");
    private static final List<Integer> READER_COUNTS = List.of(1, 2, 8, 64);

    private final List<MicroRow> rows;
    private final String why;

    private RcuGoals(List<MicroRow> rows, List<String> skipped) {
        this.rows = rows;
        why = skipped.isEmpty() ? "no such row" : String.join("; ", skipped);
    }

    /** What has to be run, each with the parameters it needs. */
    static List<MicroRun> runs() {
        return List.of(
            run("RcuSectionBenchmark\\.(rawSectionF\\w+|pagurusSection(Asymmetric|Full)|peer\\w+)$"),
            run("RcuReadBenchmark\\.(" + READ + "|peerReadSharedArena)$"),
            run("RcuDeferBenchmark").with("fence", "ASYMMETRIC").with("readers", "1"),
            run("RcuSynchronizeBenchmark\\.(pagurusGracePeriodSynchronize|" + LOCK + ")$").with("fence", "ASYMMETRIC")
                .with("readers", READERS.toArray(String[]::new)),
            run("RcuGracePeriodRateBenchmark\\.pagurus").with("fence", "ASYMMETRIC"));
    }

    private static MicroRun run(String filter) {
        return new MicroRun(List.of(MicroGroup.GRACE_PERIODS), filter, MicroRun.Length.ROUND);
    }

    /**
     * Measures, with half of the iterations.
     *
     * @param jvmFlags of the benchmarks' JVMs
     * @param progress gets the name of what runs
     * @return all goals, then the figures beside them
     * @throws RunnerException if a benchmark fails
     */
    public static List<Goal> measure(List<String> jvmFlags, Consumer<String> progress) throws RunnerException {
        List<MicroRow> rows = new ArrayList<>();
        Set<String> skipped = new LinkedHashSet<>();
        for (MicroRun run : runs()) {
            rows.addAll(run.measure(jvmFlags, null, progress, skipped::add));
        }
        return of(rows, List.copyOf(skipped));
    }

    /**
     * All goals, then the figures beside them.
     *
     * @param rows    of all runs
     * @param skipped what was left out, and why
     */
    static List<Goal> of(List<MicroRow> rows, List<String> skipped) {
        RcuGoals goals = new RcuGoals(rows, skipped);
        List<Goal> all = new ArrayList<>();
        all.add(goals.nanos("enter and exit a section, ASYMMETRIC, ns", SECTION_BAR, SECTION));
        all.add(goals.full());
        all.add(goals.nanos("defer and run a callback, polled by the same thread, ns", DEFER_BAR, POLLED, ASYMMETRIC));
        all.add(goals.nanos("defer and run a callback, driver on another core, ns", DEFER_BAR, "pagurusDeferDriven",
            ASYMMETRIC));
        goals.peers(all);
        goals.gracePeriods(all);
        return all;
    }

    private Optional<MicroRow> row(String method, String... parameters) {
        return rows.stream().filter(row -> row.method().equals(method) && row.parameters().containsAll(List.of(parameters)))
            .findFirst();
    }

    private Goal nanos(String name, double bar, String method, String... parameters) {
        return row(method, parameters).map(row -> Goal.atMost(name, bar, row.nanos()))
            .orElseGet(() -> Goal.notMeasured(name, why));
    }

    /** Its floor is what it has to do; a bare fence, which has no store to wait for, stands beside it. */
    private Goal full() {
        String name = "enter and exit a section, FULL / announce, full fence, withdraw";
        Optional<MicroRow> section = row(FULL_SECTION);
        Optional<MicroRow> floor = row("rawSectionFull");
        Optional<MicroRow> fence = row("rawSectionFence");
        if (section.isEmpty() || floor.isEmpty() || fence.isEmpty()) {
            return Goal.notMeasured(name, why);
        }
        double nanos = section.get().nanos();
        return Goal.atMost(name, FULL_BAR, nanos / floor.get().nanos()).with(Units.format("%.2f of a bare fence",
            nanos / fence.get().nanos()));
    }

    // ---- beside the goals ----

    private void peers(List<Goal> all) {
        for (String peer : SECTION_PEERS) {
            all.add(beside("enter and exit: " + peer.substring("peerSection".length()), row(peer), row(SECTION)));
        }
        all.add(beside("a guarded read: Arena.ofShared", row("peerReadSharedArena"), row(READ)));
        all.add(beside("a callback: ConcurrentLinkedQueue, offer and poll", row("peerDeferLinkedQueue"),
            row(POLLED, ASYMMETRIC)));
    }

    private void gracePeriods(List<Goal> all) {
        for (String readers : READERS) {
            String parameter = "readers=" + readers;
            String name = "synchronize, one " + (readers.equals("IDLE") ? "idle" : "busy") + " reader, ASYMMETRIC";
            all.add(figure(name, row("pagurusGracePeriodSynchronize", parameter, ASYMMETRIC)));
            all.add(figure(name.replace("synchronize", "StampedLock, write").replace(", ASYMMETRIC", ""), row(LOCK, parameter)));
        }
        for (int readers : READER_COUNTS) {
            String name = "grace periods in a second, readers: " + readers;
            all.add(row("pagurusGracePeriod", "readers=" + readers, ASYMMETRIC).map(row -> Goal.figure(name,
                Units.format("%,.0f", SECOND / row.nanos()), SECOND / row.nanos())).orElseGet(() -> Goal.notMeasured(name, why)));
        }
    }

    private Goal beside(String name, Optional<MicroRow> peer, Optional<MicroRow> ours) {
        return peer.isEmpty() || ours.isEmpty() ? Goal.notMeasured(name, why) : figure(name, peer).with(Units.format(
            "%.2f times ours", peer.get().nanos() / ours.get().nanos()));
    }

    private Goal figure(String name, Optional<MicroRow> row) {
        return row.map(found -> Goal.figure(name, time(found.nanos()), found.nanos()))
            .orElseGet(() -> Goal.notMeasured(name, why));
    }

    private static String time(double nanos) {
        return nanos < BRIEF_NANOS ? Units.format("%.2f ns", nanos) : Units.nanos(Math.round(nanos));
    }
}
