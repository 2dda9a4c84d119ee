package org.pagurus.relocation.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run gave.
 *
 * @param scenario     which
 * @param finished     whether all threads ended; if not, nothing had moved for the watchdog's time
 * @param elapsedNanos until the end, or until the last time that anything moved
 * @param rounds       of the migrator: in each it tries to move all pages
 * @param moves        pages moved
 * @param putBacks     moves given up, because the page was pinned or cancelled in each attempt
 * @param sections     sections that ended
 * @param metEntries   times that a reader met a migration entry; with READ_THROUGH, read a page that had one
 * @param spins        of these, by spinning
 * @param cancels      copies cancelled
 * @param waits        waits for the end of a copy
 * @param retries      sections run again
 * @param snapshots    reads answered from the reserve
 * @param wrongReads   words that were not what was written
 * @param metPage      the page whose entry was met first; 0 if none was
 * @param stall        the first stall report; null if there was none
 * @param events       of the round in which an entry was met first, by time
 * @param faults       what else was wrong: the heap's verifier's findings, threads that failed
 */
public record SceneResult(Scenario scenario, boolean finished, long elapsedNanos, long rounds, long moves, long putBacks,
    long sections, long metEntries, long spins, long cancels, long waits, long retries, long snapshots, long wrongReads,
    int metPage, Stall stall, List<Event> events, List<String> faults) {

    /** The lane of events that are grace periods; other lanes are threads. */
    public static final String GRACE_PERIOD = "grace period";

    /** Copies the lists. */
    public SceneResult {
        events = List.copyOf(events);
        faults = List.copyOf(faults);
    }

    /** What was not as a scenario, perhaps not the one that ran, has to be; empty if all was. */
    public List<String> problems(Scenario expected) {
        List<String> problems = new ArrayList<>(faults);
        if (wrongReads > 0) {
            problems.add(wrongReads + " reads were wrong");
        }
        if (metEntries == 0) {
            problems.add("no reader met a migration entry, so nothing was shown");
        }
        if (!expected.isDeadlock()) {
            if (!finished) {
                problems.add("it did not finish");
            } else if (moves == 0 && !expected.isGracePeriodInside()) {
                problems.add("no page was moved");
            }
        } else if (finished) {
            problems.add("it finished, and should have hung");
        } else {
            addStallProblems(problems);
        }
        return problems;
    }

    private void addStallProblems(List<String> problems) {
        if (stall == null) {
            problems.add("it hung, and no stall was reported");
            return;
        }
        if (stall.holders().stream().noneMatch(holder -> holder.isIn("SceneProtocol.spinOnMigrationEntry"))) {
            problems.add("the stall report does not show the spinning reader");
        }
        if (!stall.waiter().thread().equals(SceneProtocol.MIGRATOR) || !stall.waiter().isIn("SceneProtocol.waitInMigrating")) {
            problems.add("the stall report does not come from the migrator's wait");
        }
    }
}
