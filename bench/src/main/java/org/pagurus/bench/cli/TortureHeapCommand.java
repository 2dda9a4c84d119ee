package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pagurus.bench.torture.HeapTortureJson;
import org.pagurus.bench.torture.HeapTortureTable;
import org.pagurus.bench.torture.TortureLine;
import org.pagurus.rcu.Fence;
import org.pagurus.relocation.Mutation;
import org.pagurus.relocation.ReadMode;
import org.pagurus.relocation.torture.MutationCheck;
import org.pagurus.relocation.torture.Policy;
import org.pagurus.relocation.torture.Torture;
import org.pagurus.relocation.torture.TortureOptions;
import org.pagurus.relocation.torture.TortureResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus torture heap}: see {@code org.pagurus.relocation.torture}.
 */
@Command(name = "heap", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Threads of all kinds use a heap while its pages move, are folded and evacuated without a pause.",
        "Objects tell lost writes, stale reads, torn copies, other objects and freed memory; each round ends with a heap walk.",
        "Exits with 1 if anything was wrong, or if a seeded bug was not caught."})
public final class TortureHeapCommand implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 10;
    /** How long a seeded bug may take to be caught. */
    private static final int MUTATION_SECONDS = 60;
    /** How long the heap without a bug runs beside them. */
    private static final long CLEAN_MILLIS = 2_000;
    private static final String ALL = "all";

    @Option(names = "--seconds", paramLabel = "N",
        description = "How long in all; with --mutation, how long at most for each run. Default: " + DEFAULT_SECONDS
            + ", with --mutation " + MUTATION_SECONDS + ".")
    private Integer seconds;

    @Option(names = "--seed", paramLabel = "N",
        description = "Of every random choice. Default: another one each time, printed.")
    private Long seed;

    @Option(names = "--policy", paramLabel = "NAME",
        description = "What sections do at a migration entry: cancel, wait, retry, fallback or all. Default: all; with "
            + "--mutation one that the bug harms.")
    private String policyName;

    @Option(names = "--read-mode", paramLabel = "NAME", defaultValue = ALL,
        description = "Of the heap: read_through, exclusive or all. Default: all.")
    private String readModeName;

    @Option(names = "--fence", paramLabel = "FENCE", defaultValue = "auto",
        description = "Of its grace periods: auto, full or asymmetric. Default: auto.")
    private String fenceName;

    @Option(names = "--mutation", paramLabel = "NAME",
        description = "Seeds a bug, which must be caught; \"all\" seeds one after the other, and runs the heap without one, in "
            + "which nothing may be found. Allowed: all, ${COMPLETION-CANDIDATES}.", completionCandidates = MutationNames.class)
    private String mutationName;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures to FILE, as one JSON object.")
    private Path json;

    @Spec
    private CommandSpec spec;

    private final UnaryOperator<TortureOptions> preparation;

    /** The names of the seeded bugs, for the help. */
    static final class MutationNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Mutation.values()).map(Mutation::id).iterator();
        }
    }

    /** Creates the command; picocli does. */
    public TortureHeapCommand() {
        this(options -> options);
    }

    /** With something done to the options before a run. */
    TortureHeapCommand(UnaryOperator<TortureOptions> preparation) {
        this.preparation = preparation;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ReadMode> modes = named("--read-mode", readModeName, ReadMode.values(), TortureOptions::id);
        List<Policy> policies = named("--policy", policyName == null ? ALL : policyName, Policy.values(), Policy::id);
        List<Mutation> mutations = mutationName == null ? List.of()
            : named("--mutation", mutationName, Mutation.values(), Mutation::id);
        Fence fence = fence();
        if (seconds != null) {
            Ranges.require("--seconds", seconds, 1, TortureOptions.MAX_SECONDS, Long::toString);
        }
        OutputFile.requireWritable("--json", json);
        long usedSeed = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
        return mutationName == null ? torture(policies, modes, fence, usedSeed)
            : seedBugs(mutations, policies, modes, fence, usedSeed);
    }

    // ---- runs ----

    private int torture(List<Policy> policies, List<ReadMode> modes, Fence fence, long usedSeed)
            throws IOException, InterruptedException {
        int all = seconds == null ? DEFAULT_SECONDS : seconds;
        long millis = Math.max(TortureOptions.MIN_MILLIS, all * 1_000L / ((long) policies.size() * modes.size()));
        PrintWriter out = begin(all, usedSeed, HeapTortureTable.head());
        List<TortureResult> results = new ArrayList<>();
        for (ReadMode mode : modes) {
            for (Policy policy : policies) {
                TortureResult result =
                    run(preparation.apply(new TortureOptions(policy, mode, fence, millis, usedSeed, null)));
                results.add(result);
                out.println(HeapTortureTable.line(result));
                out.print(HeapTortureTable.problem(result));
                out.flush();
            }
        }
        boolean right = results.stream().allMatch(TortureResult::isRight);
        out.println();
        out.print(HeapTortureTable.sum(results));
        out.println(right ? "Nothing was wrong." : "WRONG: see above.");
        if (json != null) {
            HeapTortureJson.writeRuns(results, json);
            out.println("Figures: " + json);
        }
        out.flush();
        return right ? Main.OK : Main.FAILED;
    }

    // ---- seeded bugs ----

    private int seedBugs(List<Mutation> mutations, List<Policy> policies, List<ReadMode> modes, Fence fence, long usedSeed)
            throws IOException, InterruptedException {
        int limit = seconds == null ? MUTATION_SECONDS : seconds;
        List<TortureOptions> runs = new ArrayList<>();
        for (Mutation mutation : mutations) {
            List<Policy> harmed = policies.stream().filter(policy -> mutation.concerns(policy.onMigration())).toList();
            for (ReadMode mode : modes.stream().filter(mutation::concerns).toList()) {
                for (Policy policy : policyName == null ? harmed.subList(0, 1) : harmed) {
                    runs.add(preparation.apply(new TortureOptions(policy, mode, fence, limit * 1_000L, usedSeed, mutation)));
                }
            }
        }
        if (runs.isEmpty()) {
            throw new UnusableException("--mutation: " + mutationName + " does no harm with --policy " + policies.get(0).id()
                + " --read-mode " + TortureOptions.id(modes.get(0)) + "; leave them out, and they are chosen");
        }
        PrintWriter out = begin(limit, usedSeed, HeapTortureTable.mutationHead());
        List<MutationCheck> checks = new ArrayList<>();
        for (TortureOptions options : runs) {
            MutationCheck check = new MutationCheck(run(options));
            checks.add(check);
            out.println(HeapTortureTable.line(check));
            out.print(HeapTortureTable.problem(check));
            out.flush();
        }
        long caught = checks.stream().filter(MutationCheck::isCaught).count();
        boolean right = (mutations.size() == 1 || isCleanWithout(policies, modes, fence, usedSeed, out))
            && caught == checks.size();
        out.println();
        out.println(caught + " of " + checks.size() + " caught.");
        if (json != null) {
            HeapTortureJson.writeMutations(checks, json, right);
            out.println("Figures: " + json);
        }
        out.flush();
        return right ? Main.OK : Main.FAILED;
    }

    /** A torture that finds something in every heap catches everything. */
    private boolean isCleanWithout(List<Policy> policies, List<ReadMode> modes, Fence fence, long usedSeed, PrintWriter out)
            throws InterruptedException {
        boolean clean = true;
        for (ReadMode mode : modes) {
            TortureResult result = run(new TortureOptions(policies.get(0), mode, fence, CLEAN_MILLIS, usedSeed, null));
            clean &= result.isRight();
            out.println("without a bug, " + policies.get(0).id() + " " + TortureOptions.id(mode) + ": "
                + (result.isRight() ? "nothing found" : "WRONG"));
            out.print(HeapTortureTable.problem(result));
        }
        return clean;
    }

    private static TortureResult run(TortureOptions options) throws InterruptedException {
        TortureLine line = new TortureLine(System.err, Boolean.getBoolean("pagurus.tty"),
            options.mutation() == null ? options.policy().id() : options.mutation().id());
        TortureResult result = Torture.run(options, line::accept);
        line.end();
        return result;
    }

    private PrintWriter begin(int limit, long usedSeed, String head) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("JDK " + System.getProperty("java.runtime.version") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors. " + (mutationName == null ? "" : "mutation=" + mutationName + " ") + "fence=" + fenceName
            + " seconds=" + limit + " seed=" + usedSeed);
        out.println();
        out.println(head);
        out.flush();
        return out;
    }

    // ---- arguments ----

    private static <T> List<T> named(String option, String name, T[] all, Function<T, String> id) {
        List<T> named = Arrays.stream(all).filter(one -> name.equals(ALL) || id.apply(one).equals(name)).toList();
        if (named.isEmpty()) {
            throw new UnusableException(option + ": '" + name + "' is not allowed; allowed are all, "
                + String.join(", ", Arrays.stream(all).map(id).toList()));
        }
        return named;
    }

    private Fence fence() {
        Fence fence = switch (fenceName) {
            case "auto" -> Fence.AUTO;
            case "full" -> Fence.FULL;
            case "asymmetric" -> Fence.ASYMMETRIC;
            default -> throw new UnusableException("--fence: '" + fenceName + "' is not a fence; allowed: auto, full, "
                + "asymmetric");
        };
        TortureRcuCommand.requirePossible(fence);
        return fence;
    }
}
