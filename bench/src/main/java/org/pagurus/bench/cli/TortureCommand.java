package org.pagurus.bench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code pagurus torture}: the parent of the commands that try to break the library.
 */
@Command(name = "torture", mixinStandardHelpOptions = true, description = "Tries to break the library's guarantees.",
    subcommands = {TortureRcuCommand.class, TortureHeapCommand.class})
public final class TortureCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Creates the command; picocli does. */
    public TortureCommand() {
        // No state.
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "what to torture is missing: rcu or heap");
    }
}
