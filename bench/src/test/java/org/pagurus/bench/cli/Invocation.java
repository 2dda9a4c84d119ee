package org.pagurus.bench.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command line that was run inside this JVM, with its exit code and what it printed. */
final class Invocation {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final int exitCode;

    private Invocation(CommandLine command, String... arguments) {
        exitCode = command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    static Invocation of(String... arguments) {
        return new Invocation(Main.commandLine(), arguments);
    }

    static Invocation of(DemoCommand demo, String... arguments) {
        return new Invocation(Main.reporting(new CommandLine(demo)), arguments);
    }

    static Invocation of(TortureRcuCommand torture, String... arguments) {
        return new Invocation(Main.reporting(new CommandLine(torture)), arguments);
    }

    static Invocation of(TortureHeapCommand torture, String... arguments) {
        return new Invocation(Main.reporting(new CommandLine(torture)), arguments);
    }

    static Invocation of(ExplainDeadlockCommand explain, String... arguments) {
        return new Invocation(Main.reporting(new CommandLine(explain)), arguments);
    }

    static Invocation of(GoalsCommand goals, String... arguments) {
        return new Invocation(Main.reporting(new CommandLine(goals)), arguments);
    }

    int exitCode() {
        return exitCode;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
