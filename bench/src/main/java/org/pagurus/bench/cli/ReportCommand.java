package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.pagurus.bench.report.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench report}: draws figures that were published, see {@link Published}.
 */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Draws what bench defrag or bench latency wrote with --json, without running anything.",
        "Several files of one benchmark are drawn as one; where they have the same row, the last file counts."})
public final class ReportCommand implements Callable<Integer> {
    @Option(names = "--from", paramLabel = "FILE.json", required = true, arity = "1..*",
        description = "What was written with --json; one or more.")
    private List<Path> from;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Writes the page to FILE.")
    private Path report;

    @Option(names = "--png", paramLabel = "FOLDER", description = "Writes the drawings to FOLDER, as PNG files.")
    private Path png;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public ReportCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws IOException {
        if (report == null && png == null) {
            throw new UnusableException("nothing to draw into: give --report FILE.html, --png FOLDER, or both");
        }
        for (Path file : from) {
            OutputFile.requireDifferent("--from", file, "--report", report);
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new UnusableException("--from: cannot read " + file + (Files.isDirectory(file) ? ": it is a folder"
                    : Files.exists(file) ? ": permission denied" : ": there is no such file"));
            }
        }
        Published published;
        try {
            published = Published.read(from);
        } catch (IllegalArgumentException e) {
            throw new UnusableException("--from: " + e.getMessage());
        }
        OutputFile.requireWritable("--report", report);
        PngFolder.requireUsable("--png", png);
        PrintWriter out = spec.commandLine().getOut();
        if (report != null) {
            published.writeReport(report);
            out.println("Report: " + report);
        }
        if (png != null) {
            PngFolder.print(published.writePng(png), out);
        }
        out.flush();
        return Main.OK;
    }
}
