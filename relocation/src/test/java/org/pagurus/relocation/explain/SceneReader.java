package org.pagurus.relocation.explain;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.relocation.ScenarioHeap;
import org.pagurus.relocation.Session;

/** Reads words of random pages in sections, as long as it is told to, and checks each. */
final class SceneReader implements Runnable {
    private static final int READS = 4;
    private static final long PAUSE_NANOS = 20_000L;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final ScenarioHeap heap;
    private final Scenario scenario;
    private final Recorder recorder;
    private final String name;
    private final long[] pointers;
    private final SplittableRandom random;
    private final Runnable task = this::section;
    private volatile Session session;
    private volatile boolean stopped;
    private volatile long sections;
    private volatile long metEntries;
    private volatile long wrongReads;
    private long accessNanos;
    private int accessPage;
    private Recorder.Span outside;

    SceneReader(ScenarioHeap heap, Scenario scenario, Recorder recorder, String name, long[] pointers, long seed) {
        this.heap = heap;
        this.scenario = scenario;
        this.recorder = recorder;
        this.name = name;
        this.pointers = pointers.clone();
        this.random = new SplittableRandom(seed);
    }

    /** The words that a reader which meets the entry of a page has for it. */
    static String meets(int page, Encounter encounter) {
        return "sees page " + page + " in MIGRATING: " + encounter.words();
    }

    /** What stands in a word of an object. */
    static long word(int object, int offset) {
        return (object * 0x1_0000_0000L + offset + 1) * GOLDEN;
    }

    @Override
    public void run() {
        try (Session own = heap.heap().openSession()) {
            session = own;
            while (!stopped) {
                oneSection();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private void oneSection() {
        if (scenario.encounter() == Encounter.RETRY) {
            session.run(task);
        } else {
            if (scenario.isSleepable()) {
                session.enterSleepable();
            } else {
                session.enter();
            }
            try {
                section();
            } finally {
                session.exit();
            }
        }
        sections++;
    }

    /** Inside the section. With RETRY this may be left by a signal, and called again. */
    private void section() {
        if (outside != null) {
            outside.end("sees the end of the copy");
            outside = null;
        }
        Recorder.Span span = recorder.begin(name, Event.Kind.SECTION, 0,
            "enters a " + (scenario.isSleepable() ? "sleepable" : "strict") + " section");
        boolean left = true;
        try {
            for (int i = 0; i < READS; i++) {
                read(random.nextInt(pointers.length), 8 * random.nextInt(Scene.OBJECT_BYTES / 8));
            }
            left = false;
        } finally {
            if (left) {
                met().end(null);
            }
            span.end("leaves the section");
            if (left) {
                outside = recorder.begin(name, Event.Kind.OUTSIDE, accessPage, "waits outside");
            }
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private void read(int object, int offset) {
        long pointer = pointers[object];
        accessPage = Pointer.pageId(pointer);
        accessNanos = System.nanoTime();
        long before = policyCount();
        long entry = heap.entry(pointer);
        long value = session.getLong(pointer, offset);
        if (policyCount() != before || scenario.encounter() == Encounter.READ_THROUGH && isMigrating(entry)
            && heap.entry(pointer) == entry) {
            met().end(scenario.encounter() == Encounter.WAIT ? "sees the end of the copy" : null);
        }
        if (value != word(object, offset)) {
            wrongReads++;
        }
    }

    private static boolean isMigrating(long entry) {
        return Entry.state(entry) == Entry.MIGRATING;
    }

    /** How often a policy had something to do. A retry that is signalled is not among them yet. */
    private long policyCount() {
        return session.cancels() + session.waits() + session.snapshots();
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private Recorder.Span met() {
        metEntries++;
        return recorder.met(name, accessPage, accessNanos, meets(accessPage, scenario.encounter()));
    }

    // ---- any thread ----

    void stop() {
        stopped = true;
    }

    long sections() {
        return sections;
    }

    /** Migration entries met, but for those that it spins on: the protocol counts these. */
    long metEntries() {
        return metEntries;
    }

    long wrongReads() {
        return wrongReads;
    }

    /** One of its session's counters; plain, so perhaps a little old while its thread runs. */
    long count(ToLongFunction<Session> counter) {
        Session counted = session;
        return counted == null ? 0 : counter.applyAsLong(counted);
    }
}
