package org.pagurus.relocation.explain;

import java.util.concurrent.atomic.AtomicLong;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The shipped protocol, traced, and with the mistakes of a scenario. */
final class SceneProtocol extends Protocol {
    static final String MIGRATOR = "migrator";

    private final Scenario scenario;
    private final Recorder recorder;
    private final AtomicLong spins = new AtomicLong();
    private RcuDomain domain;
    private Recorder.Span gracePeriod;
    private Recorder.Span copy;
    private volatile int migratingPage;

    SceneProtocol(PageTable table, Scenario scenario, Recorder recorder) {
        super(table);
        this.scenario = scenario;
        this.recorder = recorder;
    }

    /** Before the migrator's thread starts. */
    void useDomain(RcuDomain used) {
        domain = used;
    }

    /** How often a reader began to spin. */
    long spins() {
        return spins.get();
    }

    /** The page in MIGRATING; 0 if there is none. */
    int migratingPage() {
        return migratingPage;
    }

    // ---- the migrator's thread ----

    @Override
    public boolean isolate(int pageId) {
        boolean isolated = super.isolate(pageId);
        recorder.moment(MIGRATOR, Event.Kind.STEP, pageId, isolated ? "isolates page " + pageId + ": ISOLATED"
            : "finds page " + pageId + " pinned");
        return isolated;
    }

    /** The batch waits for one, outside MIGRATING. */
    void gracePeriodStarts() {
        if (!scenario.isGracePeriodInside()) {
            gracePeriod = recorder.begin(SceneResult.GRACE_PERIOD, Event.Kind.GRACE_PERIOD, 0,
                "starts, with no page in MIGRATING");
        }
    }

    /** The first mistake: begin follows isolate at once. */
    @Override
    public boolean mayBegin(boolean elapsed) {
        if (scenario.isGracePeriodInside()) {
            return true;
        }
        if (elapsed && gracePeriod != null) {
            gracePeriod.end("is over");
            gracePeriod = null;
        }
        return elapsed;
    }

    @Override
    public long begin(int pageId) {
        long nanos = System.nanoTime();
        long migrating = super.begin(pageId);
        if (migrating == 0) {
            recorder.moment(MIGRATOR, Event.Kind.STEP, pageId, "finds page " + pageId + " pinned, tries it again later");
            return 0;
        }
        migratingPage = pageId;
        copy = recorder.begin(MIGRATOR, Event.Kind.MIGRATING, pageId, nanos, "begins page " + pageId + ": MIGRATING");
        if (scenario.isGracePeriodInside()) {
            waitInMigrating(pageId);
        }
        return migrating;
    }

    /**
     * The first mistake goes on: writers that ran before begin have to be gone before the copy, so there has to be a grace
     * period, and here it is where the page is not accessible.
     */
    private void waitInMigrating(int pageId) {
        Recorder.Span inside = recorder.begin(SceneResult.GRACE_PERIOD, Event.Kind.GRACE_PERIOD, pageId,
            "starts; the migrator waits for it with page " + pageId + " in MIGRATING");
        domain.synchronize();
        inside.end("is over");
    }

    @Override
    public boolean commit(int pageId, long migrating, long target) {
        boolean committed = super.commit(pageId, migrating, target);
        copy.end(committed ? "commits page " + pageId + ": PRESENT, in the new frame"
            : "finds page " + pageId + " cancelled, throws the copy away");
        migratingPage = 0;
        return committed;
    }

    // ---- readers ----

    /**
     * The second mistake: where the accessor would cancel, it looks at the entry until that has changed, as the seed's handler
     * does with {@code ptep_get_lockless} and {@code cpu_relax}, and goes on with what it finds then.
     */
    @Override
    public boolean tryCancel(int pageId, long migrating) {
        if (scenario.encounter() != Encounter.SPIN) {
            return super.tryCancel(pageId, migrating);
        }
        spins.incrementAndGet();
        Recorder.Span span = recorder.met(Thread.currentThread().getName(), pageId, System.nanoTime(),
            SceneReader.meets(pageId, Encounter.SPIN));
        spinOnMigrationEntry(pageId);
        span.end("sees it gone");
        return false;
    }

    private void spinOnMigrationEntry(int pageId) {
        while (Entry.state(entry(pageId)) == Entry.MIGRATING) {
            Thread.onSpinWait();
        }
    }
}
