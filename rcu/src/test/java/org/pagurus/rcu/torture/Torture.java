package org.pagurus.rcu.torture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.pagurus.rcu.OverBudget;
import org.pagurus.rcu.RcuBuilder;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.SleepableDomain;

/**
 * Conducts a run: one scene after the other, and a rest of all workers between them. The calling thread conducts.
 */
public final class Torture {
    /** Enough that they share grace periods, and that all of them wait while readers read. */
    private static final int UPDATERS = 6;
    private static final int MIN_SCENE_MILLIS = 60;
    private static final int SCENE_MILLIS = 120;
    /** The litmus test needs rounds, and the bugs that it is for show nowhere else. */
    private static final int LITMUS_FACTOR = 3;
    private static final int MAX_REST_MILLIS = 4;
    private static final long LOOK_MILLIS = 5;
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** How long threads may take to end: what they do last is short, but the machine may be busy. */
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** The same after a finding, when a bug may keep them from it. */
    private static final long END_NANOS_BROKEN = TimeUnit.SECONDS.toNanos(3);
    private static final int SMALL_BUDGET = 1_000;
    private static final long SMALL_BUDGET_BYTES = 1 << 19;

    private final TortureOptions options;
    private final Consumer<? super TortureProgress> watcher;
    private final SplittableRandom random;
    private final String budget;
    private final RcuDomain domain;
    private final Stage stage;
    private final Watchdog watchdog;
    private final List<Worker> workers = new ArrayList<>();
    private final List<AgeHistogram> histograms = new ArrayList<>();
    private final Flood flood;
    private final Churn churn;
    /** What is left of the present round through all scenes. */
    private final List<Scene> programme = new ArrayList<>();
    private Driving driving;
    private long scenes;
    private long litmusRounds;
    private long tightRounds;
    private long litmusNanos;
    private long litmusGracePeriods;
    private long nextTellNanos;

    private Torture(final TortureOptions options, final Consumer<? super TortureProgress> watcher) {
        this.options = options;
        this.watcher = watcher;
        this.random = new SplittableRandom(options.seed());
        final RcuBuilder builder = options.mutation() == null ? RcuDomain.builder() : options.mutation().builder();
        this.budget = chooseBudget(builder);
        builder.name("torture").fence(options.fence());
        this.domain = options.kind() == Kind.STRICT ? builder.strict() : builder.sleepable();
        this.stage = new Stage(domain);
        this.watchdog = new Watchdog(domain, options.noProgressNanos());
        for (int i = 0; i < options.readers(); i++) {
            histograms.add(new AgeHistogram());
            workers.add(new ReaderWorker(stage, random.split(), histograms.get(i), i));
        }
        for (int i = 0; i < UPDATERS; i++) {
            workers.add(new Updater(stage, random.split(), i));
        }
        final AgeHistogram[] ofChurn = Churn.histograms();
        Collections.addAll(histograms, ofChurn);
        this.churn = new Churn(stage, random.split(), ofChurn);
        this.flood = new Flood(stage, random.split());
        workers.add(churn);
        workers.add(flood);
    }

    /**
     * Runs until the time is up, or something is found.
     *
     * @param watcher sees how it goes on, a few times a second, on the calling thread
     * @throws UnsupportedOperationException if the fence cannot be had here
     */
    public static TortureResult run(final TortureOptions options, final Consumer<? super TortureProgress> watcher)
            throws InterruptedException {
        return new Torture(options, watcher).run();
    }

    private TortureResult run() throws InterruptedException {
        final long limitNanos = TimeUnit.SECONDS.toNanos(options.seconds());
        stage.askForRest();
        workers.forEach(Worker::start);
        awaitRest();
        while (!stage.isStopped() && stage.elapsedNanos() < limitNanos) {
            final Scene scene = nextScene();
            final long chosenNanos = TimeUnit.MILLISECONDS.toNanos(MIN_SCENE_MILLIS + random.nextInt(SCENE_MILLIS))
                * (scene == Scene.LITMUS ? LITMUS_FACTOR : 1);
            final long sceneNanos = Math.max(1, Math.min(chosenNanos, limitNanos - stage.elapsedNanos()));
            if (scene == Scene.LITMUS) {
                litmus(sceneNanos);
            } else {
                play(scene, sceneNanos);
            }
            scenes++;
        }
        end();
        return result();
    }

    private String chooseBudget(final RcuBuilder builder) {
        final OverBudget policy = OverBudget.values()[random.nextInt(OverBudget.values().length)];
        if (random.nextBoolean()) {
            return "none";
        }
        builder.budget(SMALL_BUDGET, SMALL_BUDGET_BYTES, policy);
        return SMALL_BUDGET + " callbacks, " + SMALL_BUDGET_BYTES + " bytes, " + policy;
    }

    private Scene nextScene() {
        if (programme.isEmpty()) {
            Collections.addAll(programme, Scene.values());
            Collections.shuffle(programme, new Random(random.nextLong()));
        }
        return programme.remove(programme.size() - 1);
    }

    private void play(final Scene scene, final long nanos) throws InterruptedException {
        if (scene.isDriven()) {
            driving = Driving.start(stage);
        }
        stage.play(scene);
        final long endNanos = stage.elapsedNanos() + nanos;
        while (!stage.isStopped() && stage.elapsedNanos() < endNanos) {
            look(scene);
        }
        stage.askForRest();
        awaitRest();
        if (!stage.isStopped()) {
            stopDriving();
            Thread.sleep(random.nextInt(MAX_REST_MILLIS));
        }
    }

    /** Returns when all workers rest, or the run is over. */
    private void awaitRest() throws InterruptedException {
        watchdog.reset();
        while (!stage.isStopped() && !stage.active().isEmpty()) {
            look(stage.scene());
        }
    }

    private void look(final Scene scene) throws InterruptedException {
        Thread.sleep(LOOK_MILLIS);
        if (watchdog.isStuck()) {
            stage.report(Finding.Kind.NO_PROGRESS, "no grace period ended for " + TimeUnit.NANOSECONDS.toMillis(
                watchdog.limitNanos()) + " ms, scene=" + scene + ", " + domain.stats() + ", threads that do not rest: "
                + names(stage.active()));
        }
        tell(scene);
    }

    private void litmus(final long nanos) throws InterruptedException {
        final long gracePeriodsBefore = domain.stats().gracePeriodsCompleted();
        final long beginNanos = System.nanoTime();
        final StoreBuffering.Result litmus = StoreBuffering.run(domain, random.nextLong(), Long.MAX_VALUE, 1, nanos);
        litmusNanos += System.nanoTime() - beginNanos;
        litmusGracePeriods += domain.stats().gracePeriodsCompleted() - gracePeriodsBefore;
        litmusRounds += litmus.rounds();
        tightRounds += litmus.tightRounds();
        if (litmus.failure() != null) {
            stage.reportThrown(litmus.failure());
        }
        if (litmus.forbidden() > 0) {
            stage.report(Finding.Kind.LITMUS, "a grace period was over while a section of the old version ran: " + litmus);
        }
        tell(Scene.LITMUS);
    }

    private void tell(final Scene scene) {
        if (stage.elapsedNanos() >= nextTellNanos) {
            nextTellNanos = stage.elapsedNanos() + TELL_NANOS;
            watcher.accept(new TortureProgress(stage.elapsedNanos(), ages().stream().mapToLong(Long::longValue).sum(),
                gracePeriods(), waits().values().stream().mapToLong(Long::longValue).sum(), scene.title()));
        }
    }

    // ---- the end ----

    private void end() throws InterruptedException {
        final boolean right = stage.finding() == null;
        stage.stop();
        final long beginNanos = System.nanoTime();
        final long limitNanos = right ? END_NANOS : END_NANOS_BROKEN;
        while (!stage.present().isEmpty() && System.nanoTime() - beginNanos < limitNanos) {
            Thread.sleep(1);
            if (!right) {
                // Saves those that a bug lets wait forever: they would use up the processors in the runs that follow.
                domain.isElapsed(domain.startGracePeriod());
                domain.poll();
            }
        }
        if (right && !stage.present().isEmpty()) {
            stage.report(Finding.Kind.NO_PROGRESS, "these threads did not end: " + names(stage.present()));
        }
        stopDriving();
        if (stage.finding() == null) {
            close();
        }
    }

    private void stopDriving() throws InterruptedException {
        if (driving != null && !driving.stop(TimeUnit.NANOSECONDS.toMillis(END_NANOS))) {
            stage.report(Finding.Kind.NO_PROGRESS, "the driver did not end");
        }
        driving = null;
    }

    /** The domain must be able to end in good order, with nothing left. */
    private void close() {
        try {
            domain.close();
        } catch (final IllegalStateException e) {
            stage.reportThrown(e);
        }
        if (flood.ran() != flood.deferred() || domain.stats().deferredWaiting() != 0) {
            stage.report(Finding.Kind.CALLBACK, "callbacks are left: flood deferred=" + flood.deferred() + ", ran=" + flood.ran()
                + ", " + domain.stats());
        }
        if (domain instanceof SleepableDomain && domain.stats().countedSections() != 0) {
            stage.report(Finding.Kind.ERROR, "sections are left: " + domain.stats());
        }
    }

    private TortureResult result() {
        return new TortureResult(options, budget, stage.finding(), ages(), stage.elapsedNanos(),
            stage.elapsedNanos() - litmusNanos, gracePeriods(), waits(), flood.deferred(), churn.born(), scenes, litmusRounds,
            tightRounds, domain.stats());
    }

    private List<Long> ages() {
        final long[] sums = new long[Element.MAX_AGE + 1];
        histograms.forEach(histogram -> histogram.addTo(sums));
        final List<Long> ages = new ArrayList<>();
        for (final long sum : sums) {
            ages.add(sum);
        }
        return List.copyOf(ages);
    }

    private Map<Way, Long> waits() {
        final Map<Way, Long> waits = new EnumMap<>(Way.class);
        for (final Way way : Way.values()) {
            waits.put(way, stage.waits(way));
        }
        return waits;
    }

    private long gracePeriods() {
        return domain.stats().gracePeriodsCompleted() - litmusGracePeriods;
    }

    private static String names(final List<Thread> threads) {
        final StringBuilder names = new StringBuilder();
        for (final Thread thread : threads) {
            final StackTraceElement[] stack = thread.getStackTrace();
            names.append(names.length() == 0 ? "" : ", ").append(thread.getName());
            names.append(stack.length == 0 ? "" : " at " + stack[0]);
        }
        return names.toString();
    }
}
