package org.pagurus.bench.explain;

import java.util.List;
import org.pagurus.relocation.explain.Event;
import org.pagurus.relocation.explain.Scenario;
import org.pagurus.relocation.explain.SceneResult;
import org.pagurus.relocation.explain.Stall;

/** Made-up results, for what shows them. */
public final class SampleOutcomes {
    private static final long MILLI = 1_000_000L;

    private SampleOutcomes() {
    }

    /** Reader 1 enters at 1 ms and spins at 2 ms, on a page that is in MIGRATING since 1.5 ms; reported after a second. */
    public static Outcome deadlock() {
        Stall stall = new Stall("rcu: stalled\n", 7, 1_000 * MILLI, new Stall.Sight("migrator", "RUNNABLE",
            List.of("a.RcuDomain.synchronize(X.java:1)", "a.SceneProtocol.waitInMigrating(X.java:2)")), 4,
            List.of(new Stall.Sight("reader-1", "RUNNABLE", List.of("a.SceneProtocol.spinOnMigrationEntry(X.java:3)"))));
        return Outcome.of(Scenario.SPIN_INSIDE, result(Scenario.SPIN_INSIDE, false, stall, List.of(
            event("reader-2", Event.Kind.SECTION, 0, -MILLI, MILLI / 2),
            event("migrator", Event.Kind.STEP, 4, MILLI / 2, MILLI / 2),
            event("reader-1", Event.Kind.SECTION, 0, MILLI, null),
            event("migrator", Event.Kind.MIGRATING, 4, MILLI + MILLI / 2, null),
            event(SceneResult.GRACE_PERIOD, Event.Kind.GRACE_PERIOD, 4, MILLI + MILLI / 2, null),
            event("reader-1", Event.Kind.MEETING, 4, 2 * MILLI, null),
            event("migrator", Event.Kind.ALARM, 0, 1_001 * MILLI, 1_001 * MILLI))));
    }

    /** Reader 1 meets page 4 at 5 ms, leaves, waits outside, and is there again from 7 to 8 ms; what is later does not matter. */
    public static Outcome retry() {
        return Outcome.of(Scenario.RETRY, result(Scenario.RETRY, true, null, List.of(
            event("migrator", Event.Kind.STEP, 3, 0, 0L),
            event("migrator", Event.Kind.STEP, 4, MILLI, MILLI),
            event("reader-2", Event.Kind.SECTION, 0, 2 * MILLI, 3 * MILLI),
            event("migrator", Event.Kind.MIGRATING, 4, 4 * MILLI, 6 * MILLI),
            event("reader-1", Event.Kind.SECTION, 0, 5 * MILLI - 10, 5 * MILLI + 10),
            event("reader-1", Event.Kind.MEETING, 4, 5 * MILLI, 5 * MILLI),
            event("reader-1", Event.Kind.OUTSIDE, 4, 5 * MILLI + 20, 7 * MILLI),
            event("reader-1", Event.Kind.SECTION, 0, 7 * MILLI, 8 * MILLI),
            event("reader-1", Event.Kind.SECTION, 0, 9 * MILLI, 10 * MILLI),
            event("migrator", Event.Kind.STEP, 4, 11 * MILLI, 11 * MILLI))));
    }

    /** Its JVM said something that is not for HTML. */
    public static Outcome failed() {
        return Outcome.failed(Scenario.CANCEL, "<script>alert('x')</script>");
    }

    private static Event event(String lane, Event.Kind kind, int page, long from, Long to) {
        boolean moment = to != null && to == from;
        return new Event(lane, kind, page, from, to, kind + " begins", moment ? null : kind + " ends");
    }

    private static SceneResult result(Scenario scenario, boolean finished, Stall stall, List<Event> events) {
        return new SceneResult(scenario, finished, 3 * MILLI, 50, 12, 1, 1_234, 1, 0, 0, 0, 1, 0, 0, 4, stall, events, List.of());
    }
}
