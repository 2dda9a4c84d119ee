package org.pagurus.relocation.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.pagurus.relocation.ScenarioHeap;
import org.pagurus.relocation.Session;

/**
 * One run of a scenario. The load is the same for all: two readers, and a migrator that moves eight pages of 1 MiB in
 * {@value #ROUNDS} rounds. Such a copy takes about 100 microseconds, so readers meet it.
 */
public final class Scene {
    /** Readers. */
    public static final int READERS = 2;
    /** Objects, each a page of its own. */
    public static final int OBJECTS = 8;
    /** The longest that is copied in one piece. */
    public static final int OBJECT_BYTES = 1 << 20;
    /** So often all pages are moved; more often until a reader has met a migration entry. */
    public static final int ROUNDS = 50;
    private static final int MAX_ROUNDS = 50 * ROUNDS;
    /** Of the heap, in bytes. */
    public static final long CAPACITY = 64L << 20;
    private static final long LOOK_MILLIS = 5;
    /** Of a longer gap between two looks only this counts: then the whole process stood still. */
    private static final long MAX_GAP_NANOS = 100_000_000L;

    private final Scenario scenario;
    private final long limitNanos;
    private final Recorder recorder = new Recorder();
    private final AtomicReference<Stall> stall = new AtomicReference<>();
    private final List<String> faults = new ArrayList<>();
    private final List<SceneReader> readers = new ArrayList<>();
    private SceneProtocol protocol;
    private ScenarioHeap heap;
    private SceneMigrator migrator;
    private long lastMovedNanos;

    private Scene(Scenario scenario, long limitMillis) {
        this.scenario = scenario;
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    }

    /**
     * Runs a scenario. If that hangs, its threads are left as they are: they cannot be ended.
     *
     * @param limitMillis for how long nothing may move before the watchdog gives up; stalls are reported after half of it
     */
    public static SceneResult run(Scenario scenario, long limitMillis) throws InterruptedException {
        return new Scene(scenario, limitMillis).run();
    }

    private SceneResult run() throws InterruptedException {
        heap = new ScenarioHeap(scenario.settings().capacity(CAPACITY)
            .stallLimit(Duration.ofNanos(limitNanos / 2))
            .onStall(report -> reportStall(Stall.of(report, protocol.migratingPage()))),
            table -> protocol = new SceneProtocol(table, scenario, recorder));
        protocol.useDomain(heap.domain());
        long[] pointers = objects();
        migrator = new SceneMigrator(heap, protocol, recorder, pointers, this::isEnough);
        List<Thread> readerThreads = new ArrayList<>();
        for (int i = 1; i <= READERS; i++) {
            SceneReader reader = new SceneReader(heap, scenario, recorder, "reader-" + i, pointers, i);
            readers.add(reader);
            readerThreads.add(thread("reader-" + i, reader));
        }
        Thread migratorThread = thread(SceneProtocol.MIGRATOR, migrator);
        long begin = System.nanoTime();
        readerThreads.forEach(Thread::start);
        migratorThread.start();
        boolean finished = await(List.of(migratorThread));
        readers.forEach(SceneReader::stop);
        finished = finished && await(readerThreads);
        return finished ? finished(System.nanoTime() - begin, pointers) : result(false, lastMovedNanos - begin);
    }

    private void reportStall(Stall first) {
        if (stall.compareAndSet(null, first)) {
            recorder.alarm(first.waiter().thread(), "reports a stall: the grace period is held back by "
                + String.join(" and ", first.holders().stream().map(Stall.Sight::thread).toList()));
        }
    }

    private long[] objects() {
        long[] pointers = new long[OBJECTS];
        try (Session session = heap.heap().openSession()) {
            for (int i = 0; i < OBJECTS; i++) {
                pointers[i] = session.allocate(OBJECT_BYTES);
                int object = i;
                // In a task: so it may be done whatever the policy is.
                session.run(() -> {
                    for (int offset = 0; offset < OBJECT_BYTES; offset += Long.BYTES) {
                        session.putLong(pointers[object], offset, SceneReader.word(object, offset));
                    }
                });
            }
        }
        return pointers;
    }

    private Thread thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, e) -> {
            synchronized (faults) {
                faults.add(name + " failed: " + e);
            }
        });
        return thread;
    }

    private boolean isEnough(long rounds) {
        return rounds >= MAX_ROUNDS || rounds >= ROUNDS && metEntries() > 0;
    }

    private long metEntries() {
        return protocol.spins() + sum(SceneReader::metEntries);
    }

    private long sum(ToLongFunction<SceneReader> count) {
        return readers.stream().mapToLong(count).sum();
    }

    // ---- the watchdog ----

    /** Until the threads have ended. False if nothing has moved for the limit. */
    private boolean await(List<Thread> threads) throws InterruptedException {
        LongSupplier progress = () -> migrator.rounds() + heap.pagesMigrated() + sum(SceneReader::sections);
        long seen = -1;
        long stillNanos = 0;
        long lastNanos = System.nanoTime();
        while (threads.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(LOOK_MILLIS);
            long now = System.nanoTime();
            long moved = progress.getAsLong();
            if (moved == seen) {
                stillNanos += Math.min(MAX_GAP_NANOS, now - lastNanos);
            } else {
                stillNanos = 0;
                lastMovedNanos = now;
            }
            seen = moved;
            lastNanos = now;
            if (stillNanos >= limitNanos) {
                recorder.alarm("watchdog", "nothing has moved for " + TimeUnit.NANOSECONDS.toMillis(stillNanos)
                    + " ms: gives up");
                return false;
            }
        }
        return true;
    }

    // ---- the result ----

    private SceneResult finished(long elapsed, long[] pointers) {
        checkContents(pointers);
        faults.addAll(heap.heap().verify());
        heap.close();
        return result(true, elapsed);
    }

    /** I4: nothing was lost or changed. */
    private void checkContents(long[] pointers) {
        try (Session session = heap.heap().openSession()) {
            for (int i = 0; i < OBJECTS; i++) {
                int object = i;
                session.run(() -> {
                    for (int offset = 0; offset < OBJECT_BYTES; offset += Long.BYTES) {
                        if (session.getLong(pointers[object], offset) != SceneReader.word(object, offset)) {
                            faults.add("object " + object + " has changed at offset " + offset);
                            return;
                        }
                    }
                });
            }
        }
    }

    /** Asks the threads, and not the heap: if they hang, the migrator has its lock. */
    private SceneResult result(boolean finished, long elapsed) {
        List<Event> events = new ArrayList<>(recorder.events());
        events.sort(Comparator.comparingLong(Event::fromNanos));
        List<String> found;
        synchronized (faults) {
            found = List.copyOf(faults);
        }
        return new SceneResult(scenario, finished, elapsed, migrator.rounds(), heap.pagesMigrated(), heap.pagesPutBack(),
            sum(SceneReader::sections), metEntries(), protocol.spins(), count(Session::cancels), count(Session::waits),
            count(Session::retries), count(Session::snapshots), sum(SceneReader::wrongReads), recorder.metPage(), stall.get(),
            events, found);
    }

    private long count(ToLongFunction<Session> counter) {
        return sum(reader -> reader.count(counter));
    }
}
