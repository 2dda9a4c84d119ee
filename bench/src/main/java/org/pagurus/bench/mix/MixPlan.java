package org.pagurus.bench.mix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * All measurements of the mixes.
 *
 * @param contenders what is measured
 * @param mixes      each with each
 * @param states     of Pagurus
 * @param threads    accessors, one number after the other
 * @param nanos      that each part of a measurement takes
 * @param rounds     of everything
 * @param rate       operations due for each thread and second
 * @param liveBytes  records
 * @param seed       of the random choices
 */
public record MixPlan(List<Contender> contenders, List<Mix> mixes, List<State> states, List<Integer> threads, long nanos,
    int rounds, int rate, long liveBytes, long seed) {
    /** The most records that have room in a choice. */
    public static final long MAX_LIVE_BYTES = (long) Turns.MAX_RECORDS * Values.USUAL_BYTES;
    /** Warm-up and measurement, each with operations one after the other and at the rate. */
    private static final int PARTS = 4;
    /** Starting a JVM, choosing, and looking at all values. */
    private static final long START_NANOS = 2_000_000_000L;
    /** Filling, for a byte. */
    private static final long FILL_NANOS = 4;

    /** Copies the lists. */
    public MixPlan {
        contenders = List.copyOf(contenders);
        mixes = List.copyOf(mixes);
        states = List.copyOf(states);
        threads = List.copyOf(threads);
    }

    /**
     * What was measured.
     *
     * @param rows     one for each JVM that did it
     * @param failures what the others said
     */
    public record Result(List<MixRow> rows, List<String> failures) {
    }

    /**
     * Measures all, each cell in a JVM of its own. One round after the other, every second one backwards: what drifts on the
     * machine hits the first as much as the last.
     *
     * @param jvmFlags of all JVMs
     * @param progress gets the name of what runs, several times a second
     * @return rows and failures
     * @throws IOException if no JVM can be started
     */
    public Result run(List<String> jvmFlags, Consumer<String> progress) throws IOException {
        MixForks forks = new MixForks(jvmFlags, progress);
        List<MixRow> rows = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (MixCell cell : cells(round)) {
                try {
                    rows.add(forks.run(cell));
                } catch (MixForks.ForkFailedException e) {
                    failures.add(e.getMessage());
                }
            }
        }
        return new Result(rows, failures);
    }

    /**
     * Builds a heap as large as those of Pagurus and closes it, so that what does not go is known at once.
     *
     * @throws IllegalArgumentException if the machine has not the memory
     * @throws IllegalStateException    if the JVM lacks a flag
     */
    public void requireHeap() {
        if (contenders.stream().anyMatch(Contender::isPagurus)) {
            new HeapStore(Keys.of(liveBytes), State.OFF, true).close();
        }
    }

    List<MixCell> cells(int round) {
        List<MixCell> cells = new ArrayList<>();
        for (Mix mix : mixes) {
            for (int count : threads) {
                for (Contender contender : contenders) {
                    contender.states(states).forEach(state -> cells.add(
                        new MixCell(contender.id(), mix, state, count, round, nanos, rate, liveBytes, seed)));
                }
            }
        }
        if (round % 2 == 1) {
            Collections.reverse(cells);
        }
        return cells;
    }

    /**
     * How many JVMs it takes.
     *
     * @return in all rounds
     */
    public int forks() {
        return rounds * cells(0).size();
    }

    /**
     * About how long it takes.
     *
     * @return nanoseconds
     */
    public long expectedNanos() {
        return forks() * (PARTS * nanos + START_NANOS + FILL_NANOS * liveBytes);
    }
}
