package org.pagurus.bench.steady;

/**
 * What one run gave. Times in nanoseconds.
 *
 * @param sizes             of new objects
 * @param pattern           which objects were overwritten
 * @param fill              live slots / capacity
 * @param compacting        whether the compactor ran
 * @param round             from 0
 * @param filled            whether there was room for the fill; if not, the rest is 0
 * @param objects           live
 * @param operationsPerSecond objects written
 * @param failuresPerSecond writes that found no room
 * @param p50Nanos          of a write and what it takes to stay as full
 * @param p99Nanos          of a write
 * @param p999Nanos         of a write
 * @param maxNanos          of a write
 * @param writtenBytes      in the measured time
 * @param turnovers         written / live, in the measured time
 * @param movedBytes        in the measured time
 * @param movedForWritten   moved / written; 0 if nothing was written
 * @param heldRatio         memory of pages / live slots, at the end
 * @param cleanerAtFill     what a log cleaner would move for each byte, with the whole capacity
 * @param cleanerAtHeld     likewise with as much memory as the heap held at the end
 */
public record SteadyRow(
    String sizes,
    String pattern,
    double fill,
    boolean compacting,
    int round,
    boolean filled,
    int objects,
    double operationsPerSecond,
    double failuresPerSecond,
    long p50Nanos,
    long p99Nanos,
    long p999Nanos,
    long maxNanos,
    long writtenBytes,
    double turnovers,
    long movedBytes,
    double movedForWritten,
    double heldRatio,
    double cleanerAtFill,
    double cleanerAtHeld) {
}
