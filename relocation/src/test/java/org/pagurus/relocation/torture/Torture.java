package org.pagurus.relocation.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.Session;
import org.pagurus.relocation.internal.migration.MigrationCounters;

/** Conducts a run: one round after the other, and between them, with all threads at rest, a look at the whole heap. */
public final class Torture {
    private static final int PLAYERS = 4;
    /** Of these; the others are virtual where the JDK has such threads. */
    private static final int PLATFORM_PLAYERS = 2;
    private static final int MIN_ROUND_MILLIS = 100;
    private static final int ROUND_MILLIS = 300;
    private static final int LOOK_MILLIS = 5;
    /** How long threads may take to end: what they do last is short, but the machine may be busy. */
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** The same after a finding, when a bug may keep them from it. */
    private static final long END_NANOS_BROKEN = TimeUnit.SECONDS.toNanos(3);

    private final TortureOptions options;
    private final Consumer<? super TortureProgress> watcher;
    private final Stage stage;
    private final SplittableRandom random;
    private final ItemReader reader;
    private final List<Player> players = new ArrayList<>();
    private final Mayflies mayflies;
    private final Mover mover;
    private HeapStats stats;
    private long rounds;
    private boolean allEnded = true;

    private Torture(TortureOptions options, Consumer<? super TortureProgress> watcher) {
        this.options = options;
        this.watcher = watcher;
        this.stage = new Stage(options);
        this.random = new SplittableRandom(options.seed());
        this.reader = new ItemReader(stage, random.split());
        for (int i = 0; i < PLAYERS; i++) {
            players.add(new Player(stage, random.split(), i, options.policy().sections()));
        }
        this.mayflies = new Mayflies(stage, random.split(), options.policy().sections());
        this.mover = new Mover(stage, random.nextLong());
    }

    /**
     * Runs until the time is up, or something is found.
     *
     * @param watcher sees how it goes on, some times a second, on the calling thread
     * @throws UnsupportedOperationException if the fence cannot be had here
     */
    public static TortureResult run(TortureOptions options, Consumer<? super TortureProgress> watcher)
        throws InterruptedException {
        return new Torture(options, watcher).run();
    }

    private TortureResult run() throws InterruptedException {
        long limitNanos = TimeUnit.MILLISECONDS.toNanos(options.millis());
        atRest(session -> stage.sites().allocate(session));
        while (stage.finding() == null && stage.elapsedNanos() < limitNanos) {
            round(Math.min(limitNanos, stage.elapsedNanos()
                + TimeUnit.MILLISECONDS.toNanos(MIN_ROUND_MILLIS + random.nextInt(ROUND_MILLIS))));
            rounds++;
        }
        end();
        return result();
    }

    // ---- a round ----

    private void round(long untilNanos) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<WaitWatch> waits = new ArrayList<>();
        createThreads(threads, waits);
        stage.beginRound();
        threads.forEach(Thread::start);
        while (!stage.isOver() && stage.elapsedNanos() < untilNanos) {
            look(threads, waits);
            watcher.accept(new TortureProgress(stage.elapsedNanos(), operations(), stage.inside().moves().pagesMigrated(),
                stage.inside().moves().pagesFolded()));
        }
        stage.endRound();
        long endNanos = stage.elapsedNanos();
        while (threads.stream().anyMatch(Thread::isAlive) && allEnded) {
            look(threads, waits);
            if (stage.elapsedNanos() - endNanos > (stage.finding() == null ? END_NANOS : END_NANOS_BROKEN)) {
                allEnded = false;
                stage.report(Finding.Kind.NO_PROGRESS, "threads do not end:" + Threads.stacks(threads));
            }
        }
        if (stage.finding() == null) {
            checkAtRest();
        }
    }

    private void look(List<Thread> threads, List<WaitWatch> waits) throws InterruptedException {
        Thread.sleep(LOOK_MILLIS);
        for (WaitWatch wait : waits) {
            if (wait.isStuck()) {
                stage.report(Finding.Kind.NO_PROGRESS, wait + ":" + Threads.stacks(threads));
            }
        }
    }

    private void createThreads(List<Thread> threads, List<WaitWatch> waits) {
        for (int i = 0; i < PLAYERS; i++) {
            boolean virtual = i >= PLATFORM_PLAYERS && Threads.areVirtualOnesThere();
            threads.add(Threads.create("torture-player-" + i, players.get(i), virtual));
            waits.add(new WaitWatch(players.get(i), threads.get(i)));
        }
        threads.add(Threads.create("torture-mover", mover, false));
        threads.add(Threads.create("torture-mayflies", mayflies, false));
    }

    private void checkAtRest() {
        atRest(session -> {
            List<SiteActs> all = new ArrayList<>(List.of(mayflies.siteActs()));
            players.forEach(player -> all.add(player.siteActs()));
            stage.sites().checkAtRest(session, all);
            players.forEach(player -> player.checkAtRest(session));
            stage.board().checkAtRest(session, reader);
        });
        if (stage.finding() == null) {
            verify();
            stats = stage.heap().stats();
        }
    }

    private void atRest(Consumer<Session> action) {
        try {
            stage.inside().takeOverDeadSessions();
            try (Session session = stage.heap().openSession()) {
                action.accept(session);
            }
        } catch (IllegalStateException e) {
            stage.reportThrown(e);
        }
    }

    private void verify() {
        try {
            stage.inside().verify().forEach(problem -> stage.report(Finding.Kind.VERIFIER, problem));
        } catch (IllegalStateException e) {
            stage.reportThrown(e);
        }
    }

    // ---- the end ----

    private void end() {
        if (stage.finding() == null) {
            atRest(session -> {
                stage.sites().freeAll(session);
                stage.board().freeAll(session);
                players.forEach(player -> player.freeAll(session));
                mayflies.freeAll(session);
            });
        }
        if (stage.finding() == null) {
            endEmpty();
        } else if (allEnded) {
            stage.inside().discard();
        }
    }

    /** Nothing may be left, and the heap must be able to close in good order. */
    private void endEmpty() {
        if (!stage.inside().collectAll(END_NANOS)) {
            stage.report(Finding.Kind.NO_PROGRESS, "what was freed waits for a grace period, without any thread");
            return;
        }
        verify();
        HeapStats last = stage.heap().stats();
        if (last.liveBytes() != 0 || last.usedBytes() != 0) {
            stage.report(Finding.Kind.VERIFIER, "after the last free: live bytes=" + last.liveBytes() + " used bytes="
                + last.usedBytes() + " in " + last.pages() + " pages");
        }
        stage.heap().close();
    }

    private long operations() {
        return players.stream().mapToLong(Player::operations).sum();
    }

    private TortureResult result() {
        MigrationCounters moves = stage.inside().moves();
        return new TortureResult(options, stage.finding(), stage.elapsedNanos(), rounds, operations(), moves.pagesMigrated(),
            moves.pagesFolded(), moves.pagesReplaced(), moves.cancelled(), moves.putBack(), ofLast(HeapStats::pinsTaken),
            ofLast(HeapStats::waits), ofLast(HeapStats::retries), ofLast(HeapStats::snapshotReads),
            ofLast(HeapStats::bufferedWrites), ofLast(HeapStats::reservesExhausted),
            players.stream().mapToLong(Player::pins).sum(), ofLast(HeapStats::gracePeriods),
            players.stream().mapToLong(Player::exhausted).sum(), stage.poison().poisonedFrames(), mayflies.born(),
            Threads.areVirtualOnesThere());
    }

    /** Of the last look at the whole heap. */
    private long ofLast(ToLongFunction<HeapStats> figure) {
        return stats == null ? 0 : figure.applyAsLong(stats);
    }
}
