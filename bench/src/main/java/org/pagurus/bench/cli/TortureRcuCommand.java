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
import java.util.function.UnaryOperator;
import org.pagurus.bench.torture.TortureJson;
import org.pagurus.bench.torture.TortureLine;
import org.pagurus.bench.torture.TortureTable;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.Mutation;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.torture.Kind;
import org.pagurus.rcu.torture.MutationCheck;
import org.pagurus.rcu.torture.TortureOptions;
import org.pagurus.rcu.torture.TortureResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pagurus torture rcu}: see {@code org.pagurus.rcu.torture}.
 */
@Command(name = "rcu", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Readers look at elements while updaters retire them and wait for grace periods in every way there is.",
        "An element's age grows by one when it is unlinked, and at the end of each grace period after that.",
        "Exits with 1 if a section found an age of 2 or more at its end, if anything else was wrong, or if a seeded bug was not "
            + "caught."})
public final class TortureRcuCommand implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 10;
    /** How long a seeded bug may take to be caught. */
    private static final int MUTATION_SECONDS = 30;
    private static final String ALL = "all";

    @Option(names = "--seconds", paramLabel = "N",
        description = "How long; with --mutation, how long at most for each. Default: " + DEFAULT_SECONDS + ", with --mutation "
            + MUTATION_SECONDS + ".")
    private Integer seconds;

    @Option(names = "--seed", paramLabel = "N", description = "Of every random choice. Default: another one each time, printed.")
    private Long seed;

    @Option(names = "--readers", paramLabel = "N", defaultValue = "" + TortureOptions.DEFAULT_READERS,
        description = "Reader threads, besides those that come and go. Default: ${DEFAULT-VALUE}.")
    private int readers;

    @Option(names = "--fence", paramLabel = "FENCE",
        description = "Of registered readers: full or asymmetric. Default: asymmetric where it works.")
    private String fenceName;

    @Option(names = "--kind", paramLabel = "KIND", description = "Of the domain: strict or sleepable. Default: strict.")
    private String kindName;

    @Option(names = "--mutation", paramLabel = "NAME",
        description = "Seeds a bug, which must be caught; \"all\" seeds one after the other, and then --fence and --kind are for "
            + "those that go with any. Allowed: all, ${COMPLETION-CANDIDATES}.", completionCandidates = MutationNames.class)
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
    public TortureRcuCommand() {
        this(options -> options);
    }

    /** With something done to the options before a run. */
    TortureRcuCommand(UnaryOperator<TortureOptions> preparation) {
        this.preparation = preparation;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Fence fence = fence();
        Kind kind = kind();
        List<Mutation> mutations = mutations();
        OutputFile.requireWritable("--json", json);
        long usedSeed = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
        try {
            return mutationName == null ? torture(kind, fence, usedSeed) : seedBugs(mutations, kind, fence, usedSeed);
        } catch (IllegalArgumentException e) {
            throw new UnusableException(e.getMessage());
        }
    }

    private int torture(Kind kind, Fence fence, long usedSeed) throws IOException, InterruptedException {
        TortureOptions options = preparation.apply(TortureOptions.of(kind == null ? Kind.STRICT : kind,
            fence == null ? Fence.AUTO : fence, readers, seconds == null ? DEFAULT_SECONDS : seconds, usedSeed));
        PrintWriter out = spec.commandLine().getOut();
        printSetting(out, "kind=" + options.kind().id() + " fence=" + TortureOptions.id(options.fence()), options.seconds(),
            usedSeed);
        TortureResult result = run(options).result();
        out.println();
        out.print(TortureTable.text(result));
        if (json != null) {
            TortureJson.write(result, json);
            out.println("Figures: " + json);
        }
        out.flush();
        return result.isRight() ? Main.OK : Main.FAILED;
    }

    private int seedBugs(List<Mutation> mutations, Kind kind, Fence fence, long usedSeed)
            throws IOException, InterruptedException {
        int limit = seconds == null ? MUTATION_SECONDS : seconds;
        List<TortureOptions> runs = new ArrayList<>();
        List<Mutation> leftOut = new ArrayList<>();
        for (Mutation mutation : mutations) {
            boolean one = mutations.size() == 1;
            Kind usedKind = one || kind == Kind.STRICT && mutation.isInStrict()
                || kind == Kind.SLEEPABLE && mutation.isInSleepable() ? kind : null;
            Fence usedFence = one || mutation.fence() == Fence.AUTO ? fence : null;
            if (MutationCheck.impossible(mutation) == null) {
                runs.add(preparation.apply(TortureOptions.of(mutation, usedKind, usedFence, readers, limit, usedSeed)));
            } else {
                leftOut.add(mutation);
            }
        }
        if (runs.isEmpty()) {
            throw new UnusableException("--mutation: " + mutationName + " needs the asymmetric fence: "
                + MutationCheck.impossible(mutations.get(0)));
        }
        PrintWriter out = spec.commandLine().getOut();
        printSetting(out, "mutation=" + mutationName, limit, usedSeed);
        out.println();
        out.println(TortureTable.head());
        List<MutationCheck> checks = new ArrayList<>();
        for (TortureOptions options : runs) {
            MutationCheck check = run(options);
            checks.add(check);
            out.println(TortureTable.line(check));
            out.print(TortureTable.problem(check));
            out.flush();
        }
        leftOut.forEach(mutation -> out.println(TortureTable.leftOut(mutation.id(), MutationCheck.impossible(mutation))));
        long caught = checks.stream().filter(MutationCheck::isCaught).count();
        out.println();
        out.println(caught + " of " + checks.size() + " caught.");
        if (json != null) {
            TortureJson.write(checks, leftOut.stream().map(Mutation::id).toList(), json);
            out.println("Figures: " + json);
        }
        out.flush();
        return caught == checks.size() ? Main.OK : Main.FAILED;
    }

    private static MutationCheck run(TortureOptions options) throws InterruptedException {
        String name = options.mutation() == null ? "torture" : options.mutation().id();
        TortureLine line = new TortureLine(System.err, Boolean.getBoolean("pagurus.tty"), name);
        MutationCheck check = MutationCheck.run(options, line);
        line.end();
        return check;
    }

    private void printSetting(PrintWriter out, String what, int limit, long usedSeed) {
        out.println("JDK " + System.getProperty("java.runtime.version") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors. " + what + " readers=" + readers + " seconds=" + limit + " seed=" + usedSeed);
        out.flush();
    }

    // ---- arguments ----

    private Fence fence() {
        if (fenceName == null) {
            return null;
        }
        Fence fence = switch (fenceName) {
            case "full" -> Fence.FULL;
            case "asymmetric" -> Fence.ASYMMETRIC;
            default -> throw new UnusableException("--fence: '" + fenceName + "' is not a fence; allowed: full, asymmetric");
        };
        requirePossible(fence);
        return fence;
    }

    /** Refuses a fence that cannot be had here. */
    static void requirePossible(Fence fence) {
        try {
            RcuDomain.builder().fence(fence).strict().close();
        } catch (UnsupportedOperationException e) {
            throw new UnusableException("--fence: " + e.getMessage());
        }
    }

    private Kind kind() {
        return kindName == null ? null : Arrays.stream(Kind.values()).filter(kind -> kind.id().equals(kindName)).findFirst()
            .orElseThrow(() -> new UnusableException("--kind: '" + kindName + "' is not a kind of domain; allowed: strict, "
                + "sleepable"));
    }

    private List<Mutation> mutations() {
        if (mutationName == null || mutationName.equals(ALL)) {
            return List.of(Mutation.values());
        }
        List<Mutation> named = Arrays.stream(Mutation.values()).filter(one -> one.id().equals(mutationName)).toList();
        if (named.isEmpty()) {
            throw new UnusableException("--mutation: '" + mutationName + "' is not a seeded bug; allowed: all, "
                + String.join(", ", new MutationNames()));
        }
        return named;
    }
}
