package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.micro.AllocationGoals;
import org.pagurus.bench.micro.MicroGroup;
import org.pagurus.bench.micro.MicroRow;
import org.pagurus.bench.micro.MicroRun;
import org.pagurus.bench.micro.MicroTable;
import org.pagurus.bench.micro.PreloadedMalloc;
import org.pagurus.bench.peers.MallocLibrary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus bench allocation}: the allocation benchmarks of {@link org.pagurus.bench.jmh}, other libraries' {@code malloc}
 * beside them, and what they are held against.
 */
@Command(name = "allocation", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Measures allocation beside malloc and Netty, with one thread and two; about two and a half minutes.",
        "jemalloc, mimalloc and tcmalloc too, half a minute each, where their library files are found; LD_PRELOAD loads them.",
        "A missed goal is reported and changes nothing."})
public final class AllocationCommand implements Callable<Integer> {
    @Option(names = "--json", paramLabel = "FILE", description = "Writes all rows and the goals to FILE.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli does. */
    public AllocationCommand() {
        // picocli sets the options.
    }

    @Override
    public Integer call() throws RunnerException, IOException {
        OutputFile.requireWritable("--json", json);
        PrintWriter out = spec.commandLine().getOut();
        List<MicroRow> rows = new MicroRun(List.of(MicroGroup.ALLOCATION), "", MicroRun.Length.FULL).measure(
            JvmFlags.inherited(), null, name -> System.err.println("running " + name + " ..."),
            what -> System.err.println("skipping " + what));
        Map<String, List<MicroRow>> preloaded = preloaded(out);
        out.print(MicroTable.text(rows));
        preloaded.forEach((name, floors) -> {
            out.println("under " + name);
            out.print(MicroTable.text(floors));
        });
        out.println(Goals.setting() + ". Ratio and goals: by the fastest iterations (least); with threads, the time of one.");
        out.println();
        List<Goal> goals = AllocationGoals.of(rows, preloaded);
        out.print(Goals.table(goals));
        if (json != null) {
            write(rows, preloaded, goals, json);
            out.println("Figures: " + json);
        }
        out.flush();
        return Main.OK;
    }

    static void write(List<MicroRow> rows, Map<String, List<MicroRow>> preloaded, List<Goal> goals, Path json)
        throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", rows);
        figures.put("preloaded", preloaded);
        Goals.write(figures, goals, json);
    }

    private static Map<String, List<MicroRow>> preloaded(PrintWriter out) {
        Map<String, List<MicroRow>> preloaded = new LinkedHashMap<>();
        for (MallocLibrary library : MallocLibrary.values()) {
            Optional<Path> file = library.find();
            if (file.isEmpty()) {
                out.println("skipping " + library.id() + ": " + library.peer().unavailable());
                continue;
            }
            System.err.println("running the floors under " + file.get() + " ...");
            try {
                preloaded.put(library.id(), new PreloadedMalloc(library, file.get()).measure(PreloadedMalloc.FLOORS,
                    JvmFlags.inherited()));
            } catch (IOException e) {
                out.println("skipping " + library.id() + ": " + e.getMessage());
            }
        }
        return preloaded;
    }
}
