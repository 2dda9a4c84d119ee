package org.pagurus.bench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code pagurus bench}: the parent of the benchmark commands.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Runs benchmarks.",
    subcommands = {MicroCommand.class, DefragCommand.class, AllocationCommand.class, SteadyCommand.class,
        CompactionCommand.class, LatencyCommand.class, ScaleCommand.class, CacheCommand.class,
        GoalsCommand.class, ReportCommand.class})
public final class BenchCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Creates the command; picocli does. */
    public BenchCommand() {
        // No state.
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a benchmark is missing: "
            + "micro, defrag, allocation, steady, compaction, latency, scale, cache, goals, report");
    }
}
