package org.pagurus.relocation.torture;

/**
 * How far a run is.
 *
 * @param elapsedNanos since it began, in nanoseconds
 * @param operations   what players have done
 * @param moves        pages that were moved, folded ones included
 * @param folds        pages that were folded
 */
public record TortureProgress(long elapsedNanos, long operations, long moves, long folds) {
}
