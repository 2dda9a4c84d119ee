package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.latency.LatencyRow;
import org.pagurus.bench.mix.Contender;
import org.pagurus.bench.mix.Mix;
import org.pagurus.bench.mix.MixPlan;
import org.pagurus.bench.mix.MixSummary;

/** The part of {@code pagurus bench latency} that runs mixes on Pagurus and on its peers: see {@link org.pagurus.bench.mix}. */
final class MixBench {
    private static final String ALL = "all";
    private static final double NANOS = 1e9;

    private final MixPlan plan;
    private final PrintWriter out;

    MixBench(MixPlan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    /**
     * Contenders by their names, or all; each once.
     *
     * @throws UnusableException with the name and those that there are
     */
    static List<Contender> contenders(List<String> names) {
        List<Contender> all = Contender.all();
        List<Contender> chosen = new ArrayList<>();
        for (String name : names) {
            List<Contender> named = name.equalsIgnoreCase(ALL) ? all
                : all.stream().filter(contender -> contender.id().equalsIgnoreCase(name)).toList();
            if (named.isEmpty()) {
                throw new UnusableException("--allocator: there is no " + name + "; allowed are " + ALL + ", "
                    + String.join(", ", all.stream().map(Contender::id).toList()));
            }
            named.stream().filter(contender -> !chosen.contains(contender)).forEach(chosen::add);
        }
        return chosen;
    }

    /** Measures what can be measured here, and prints. @return the exit code */
    int run(Path json) throws IOException {
        List<Contender> here = plan.contenders().stream().filter(contender -> contender.peer().isAvailable()).toList();
        plan.contenders().stream().filter(contender -> !here.contains(contender))
            .forEach(contender -> out.println("skipping " + contender.id() + ": " + contender.peer().unavailable()));
        if (here.isEmpty()) {
            throw new UnusableException("--allocator: none of those named can run here");
        }
        MixPlan usable = new MixPlan(here, plan.mixes(), plan.states(), plan.threads(), plan.nanos(), plan.rounds(), plan.rate(),
            plan.liveBytes(), plan.seed());
        out.println(Goals.setting() + ". live=" + Units.bytes(usable.liveBytes()) + " seconds=" + usable.nanos() / NANOS
            + " rounds=" + usable.rounds() + " rate=" + usable.rate() + " seed=" + usable.seed());
        usable.mixes().forEach(mix -> out.println(Units.format("  mix %s: %s", mix, mix.parts())));
        out.println("  updates in place write one field of ten; updates that replace write a new value of another size");
        out.println("  in the background values that nobody reads are replaced by others of other sizes");
        out.println(Units.format("Takes about %.0f s in %d JVMs.", usable.expectedNanos() / NANOS, usable.forks()));
        out.flush();
        MixPlan.Result result = measure(usable);
        MixSummary summary = new MixSummary(result.rows());
        out.println();
        out.print(summary.table());
        result.failures().forEach(failure -> out.println("FAILED: " + failure.stripTrailing()));
        if (json != null) {
            write(usable, result, summary, json);
            out.println("Figures: " + json);
        }
        out.flush();
        return result.failures().isEmpty() ? Main.OK : Main.FAILED;
    }

    private static MixPlan.Result measure(MixPlan plan) throws IOException {
        ProgressNames progress = new ProgressNames(System.err, Boolean.getBoolean("pagurus.tty"));
        try {
            return plan.run(JvmFlags.inherited(), progress);
        } finally {
            progress.end();
        }
    }

    static void write(MixPlan plan, MixPlan.Result result, MixSummary summary, Path json) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("liveBytes", plan.liveBytes());
        figures.put("seconds", plan.nanos() / NANOS);
        figures.put("ratePerThread", plan.rate());
        figures.put("seed", plan.seed());
        figures.put("mixes", plan.mixes().stream().map(MixBench::described).toList());
        figures.put("ladderPercentiles", LatencyRow.LADDER);
        figures.put("rounds", result.rows());
        figures.put("medians", summary.spreads());
        figures.put("failures", result.failures());
        Goals.write(figures, List.of(), json);
    }

    private static Map<String, String> described(Mix mix) {
        return Map.of("mix", mix.name(), "parts", mix.parts());
    }
}
