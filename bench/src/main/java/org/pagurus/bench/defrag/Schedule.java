package org.pagurus.bench.defrag;

import java.util.ArrayList;
import java.util.List;

/**
 * In which order things run: for each workload round after round, in each round every allocator once. What changes slowly on the
 * machine then falls on all allocators alike.
 */
public final class Schedule {
    private Schedule() {
    }

    /**
     * One run.
     *
     * @param workload  its name
     * @param round     from 1
     * @param allocator which
     */
    public record Run(String workload, int round, Allocator allocator) {
    }

    /**
     * All runs, in their order.
     *
     * @param workloads  their names
     * @param rounds     how often each is run on each allocator
     * @param allocators which
     * @return the runs
     */
    public static List<Run> of(List<String> workloads, int rounds, List<Allocator> allocators) {
        List<Run> runs = new ArrayList<>();
        for (String workload : workloads) {
            for (int round = 1; round <= rounds; round++) {
                for (Allocator allocator : allocators) {
                    runs.add(new Run(workload, round, allocator));
                }
            }
        }
        return runs;
    }
}
