package org.pagurus.relocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What some threads did to one long, each operation with the moments of its call and its return, and whether some order of all of
 * them explains the results: one that keeps the order of operations which did not overlap (Herlihy and Wing, 1990). A thread's
 * operations follow each other, so what has taken place is one number for each thread; the search goes through all
 * such states with the same number of operations at once (after Wing and Gong, 1993), of which there are few.
 */
final class History {
    private static final int BITS = 20;
    private static final int MAX_THREADS = 3;

    /** What was done. */
    enum Kind { READ, WRITE, COMPARE_AND_SET, GET_AND_ADD }

    /**
     * One operation.
     *
     * @param argument what was written or added; of a compare-and-set the new value
     * @param expected of a compare-and-set
     * @param result   what was read; 1 for a compare-and-set that succeeded, else 0
     * @param call     moment before it
     * @param ret      moment after it
     */
    record Operation(Kind kind, long argument, long expected, long result, long call, long ret) {
    }

    /**
     * Some of the operations, done.
     *
     * @param done  how many of each thread, in 20 bits each
     * @param value what the long is then
     */
    private record State(long done, long value) {
        int done(int thread) {
            return (int) (done >>> thread * BITS) & (1 << BITS) - 1;
        }

        State after(int thread, Operation operation) {
            return new State(done + (1L << thread * BITS), History.after(operation, value));
        }
    }

    private final List<List<Operation>> threads = new ArrayList<>();
    private int explained;

    /** Adds a thread's operations, in their order. */
    void add(List<Operation> operations) {
        if (threads.size() == MAX_THREADS || operations.size() >= 1 << BITS) {
            throw new IllegalArgumentException("more than " + MAX_THREADS + " threads, or 2^" + BITS + " operations");
        }
        threads.add(operations);
    }

    int size() {
        return threads.stream().mapToInt(List::size).sum();
    }

    /** Whether the operations can have taken place one after the other, beginning with this value. */
    boolean isLinearizable(long initial) {
        Set<State> states = Set.of(new State(0, initial));
        for (explained = 0; explained < size(); explained++) {
            Set<State> next = new HashSet<>();
            states.forEach(state -> goOn(state, next));
            if (next.isEmpty()) {
                return false;
            }
            states = next;
        }
        return true;
    }

    /** An operation may be next if none that is not done returned before it was called. */
    private void goOn(State state, Set<State> next) {
        long firstReturn = Long.MAX_VALUE;
        for (int thread = 0; thread < threads.size(); thread++) {
            Operation head = head(state, thread);
            firstReturn = head == null ? firstReturn : Math.min(firstReturn, head.ret());
        }
        for (int thread = 0; thread < threads.size(); thread++) {
            Operation head = head(state, thread);
            if (head != null && head.call() <= firstReturn && isExplained(head, state.value())) {
                next.add(state.after(thread, head));
            }
        }
    }

    private Operation head(State state, int thread) {
        List<Operation> operations = threads.get(thread);
        int done = state.done(thread);
        return done < operations.size() ? operations.get(done) : null;
    }

    private static boolean isExplained(Operation operation, long value) {
        return switch (operation.kind()) {
            case READ, GET_AND_ADD -> operation.result() == value;
            case WRITE -> true;
            case COMPARE_AND_SET -> operation.result() == 1 == (operation.expected() == value);
        };
    }

    private static long after(Operation operation, long value) {
        return switch (operation.kind()) {
            case READ -> value;
            case WRITE -> operation.argument();
            case GET_AND_ADD -> value + operation.argument();
            case COMPARE_AND_SET -> operation.result() == 1 ? operation.argument() : value;
        };
    }

    /** The operations around the one where no order goes on. */
    @Override
    public String toString() {
        return explained + " operations are explained, then none of: " + threads.stream().flatMap(List::stream)
            .sorted(Comparator.comparingLong(Operation::call)).skip(Math.max(0, explained - 4)).limit(10)
            .map(operation -> "\n  " + operation).reduce("", String::concat);
    }
}
