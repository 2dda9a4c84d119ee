package org.pagurus.bench.cli;

import java.io.PrintWriter;
import org.pagurus.allocator.OffHeapExhaustedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/**
 * The program {@code pagurus}.
 */
@Command(name = "pagurus", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Off-heap memory for the JVM whose pages move while they are in use.",
    subcommands = {DemoCommand.class, ReplayCommand.class, TortureCommand.class, ExplainCommand.class, BenchCommand.class,
        HelpCommand.class})
public final class Main implements Runnable {
    /** All is right. */
    public static final int OK = 0;
    /** The run failed, or found something wrong. */
    public static final int FAILED = 1;
    /** The arguments or the environment do not allow it. */
    public static final int UNUSABLE = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Creates the command; picocli does. */
    public Main() {
        // No state.
    }

    /**
     * Runs a command and exits.
     *
     * @param arguments see {@code pagurus help}
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The program with its commands and its way to report errors. */
    static CommandLine commandLine() {
        return reporting(new CommandLine(new Main()));
    }

    /** A command line that reports errors as this program does. */
    static CommandLine reporting(CommandLine command) {
        return command.setParameterExceptionHandler(Main::reportUsage).setExecutionExceptionHandler(Main::reportFailure);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int reportUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("pagurus: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        err.flush();
        return UNUSABLE;
    }

    /** One line for what the user can mend; a stack trace for what only a developer can. */
    private static int reportFailure(Exception e, CommandLine command, CommandLine.ParseResult arguments) {
        PrintWriter err = command.getErr();
        boolean unusable = e instanceof UnusableException;
        if (unusable) {
            err.println("pagurus: " + e.getMessage());
        } else if (e instanceof OffHeapExhaustedException) {
            err.println("pagurus: the run failed: " + e.getMessage());
        } else {
            err.println("pagurus: the run failed:");
            e.printStackTrace(err);
        }
        err.flush();
        return unusable ? UNUSABLE : FAILED;
    }
}
