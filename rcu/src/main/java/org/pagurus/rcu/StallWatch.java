package org.pagurus.rcu;

import java.util.ArrayList;
import java.util.List;

/**
 * Observes the readers that hold a grace period back. All the cost is the observer's.
 */
final class StallWatch {
    private StallWatch() {
    }

    /** Notes the time at which each holder was first seen, for later reports. */
    static void sight(final Reader[] readers, final long cookie) {
        final long nowNanos = System.nanoTime();
        for (final Reader reader : readers) {
            final long state = reader.stateAcquire();
            if (Epochs.holds(state, cookie)) {
                reader.firstSightedNanos(state, nowNanos);
            }
        }
    }

    /** Reports the holders, in the order of registration. */
    static List<StallReport> report(final Reader[] readers, final long cookie, final long epoch) {
        final List<StallReport> reports = new ArrayList<>();
        for (final Reader reader : readers) {
            final long state = reader.stateAcquire();
            final Thread owner = reader.owner();
            if (owner == null || !Epochs.holds(state, cookie)) {
                continue;
            }
            final long nowNanos = System.nanoTime();
            final long heldNanos = nowNanos - reader.firstSightedNanos(state, nowNanos);
            final StallReport report = new StallReport(owner.getName(), owner.getId(), owner.getState(), reader.nestingOpaque(),
                Epochs.behind(state, epoch), Math.max(0, heldNanos), List.of(owner.getStackTrace()));
            // A section of a later epoch cannot hold this cookie back, so an unchanged state means that it is the same section.
            if (reader.stateAcquire() == state) {
                reports.add(report);
            }
        }
        return reports;
    }
}
