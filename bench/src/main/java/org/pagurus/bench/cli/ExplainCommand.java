package org.pagurus.bench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code pagurus explain}: the parent of the commands that show why something is as it is.
 */
@Command(name = "explain", mixinStandardHelpOptions = true, description = "Shows why something is as it is.",
    subcommands = ExplainDeadlockCommand.class)
public final class ExplainCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Creates the command; picocli does. */
    public ExplainCommand() {
        // No state.
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "what to explain is missing: deadlock");
    }
}
