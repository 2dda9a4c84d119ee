package org.pagurus.rcu.torture;

/**
 * How far a run is.
 *
 * @param elapsedNanos since it began, in nanoseconds
 * @param sections     how many sections have ended
 * @param gracePeriods how many grace periods have ended, those of the litmus test not counted
 * @param updates      how often an updater has waited for one, in whatever way
 * @param scene        what is played, in words
 */
public record TortureProgress(long elapsedNanos, long sections, long gracePeriods, long updates, String scene) {
}
