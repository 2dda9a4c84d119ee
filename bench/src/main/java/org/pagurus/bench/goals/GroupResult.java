package org.pagurus.bench.goals;

import java.util.List;

/**
 * What a group gave.
 *
 * @param group   which
 * @param goals   all of it; none if it failed
 * @param seconds that it took
 * @param failure why there are no goals; empty if there are
 */
public record GroupResult(GoalGroup group, List<Goal> goals, double seconds, String failure) {
    /** Copies the list. */
    public GroupResult {
        goals = List.copyOf(goals);
    }

    /**
     * Whether it ran and none of its goals is missed.
     *
     * @return true if so
     */
    public boolean isHeld() {
        return failure.isEmpty() && goals.stream().noneMatch(Goal::missed);
    }
}
