package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.pagurus.bench.latency.LatencySummary;
import org.pagurus.bench.latency.Load;

/**
 * A chart of latencies by percentile, ready to be drawn.
 *
 * @param title  above it
 * @param file   of a PNG, without folder
 * @param curves its lines, at least one
 */
record LatencyFigure(String title, String file, List<Curve> curves) {
    /**
     * A line.
     *
     * @param name  at its end
     * @param nanos at the percentiles of {@link org.pagurus.bench.latency.LatencyRow#LADDER}
     */
    record Curve(String name, List<Long> nanos) {
    }

    /** The charts of all heaps, then those that have heaps and peers beside each other. */
    static List<LatencyFigure> of(List<LatencyLine> lines) {
        List<LatencyFigure> figures = new ArrayList<>();
        lines.stream().filter(line -> line.is(Load.QUIET) && !line.isPeer()).forEach(quiet -> heap(quiet, lines, figures));
        policies(lines, figures);
        return figures;
    }

    /** One kind of heap: quiet, and the shortest interval with and without moves; all intervals, where there are several. */
    private static void heap(LatencyLine quiet, List<LatencyLine> lines, List<LatencyFigure> figures) {
        List<LatencyLine> moving = lines.stream().filter(line -> line.isOfSameHeap(quiet) && line.is(Load.MOVING)).toList();
        LatencyLine densest = moving.stream().min(Comparator.comparingInt(line -> line.row().intervalMillis())).orElse(null);
        if (densest == null) {
            return;
        }
        List<LatencyLine> some = new ArrayList<>(List.of(quiet));
        lines.stream().filter(line -> line.isOfSameHeap(quiet) && line.is(Load.SAME_LOAD)
            && line.row().intervalMillis().equals(densest.row().intervalMillis())).forEach(some::add);
        some.add(densest);
        figures.add(of(quiet.heap() + ": 1 MiB each, " + LatencySummary.moves(densest.row().intervalMillis()),
            quiet.heap() + " loads", some, line -> line.row().load()));
        if (moving.size() > 1) {
            List<LatencyLine> all = new ArrayList<>(List.of(quiet));
            all.addAll(moving);
            figures.add(of(quiet.heap() + ": how often 1 MiB is moved", quiet.heap() + " intervals", all,
                line -> LatencySummary.moves(line.row().intervalMillis())));
        }
    }

    /** All policies beside each other under continuous moves, and peers, for each way to read and number of threads. */
    private static void policies(List<LatencyLine> lines, List<LatencyFigure> figures) {
        for (LatencyLine first : lines) {
            List<LatencyLine> ours = lines.stream().filter(line -> !line.isPeer() && line.is(Load.MOVING)
                && line.row().intervalMillis() == 0 && line.row().readMode().equals(first.row().readMode())
                && line.row().threads() == first.row().threads()).toList();
            if (ours.isEmpty() || ours.get(0) != first) {
                continue;
            }
            // A peer moves nothing: quiet is all that it has.
            List<LatencyLine> peers = lines.stream().filter(line -> line.isPeer() && line.is(Load.QUIET)
                && line.row().threads() == first.row().threads()).toList();
            List<LatencyLine> all = new ArrayList<>(ours);
            all.addAll(peers);
            if (all.size() > 1) {
                String heaps = first.row().readMode() + ", " + first.threads();
                figures.add(of("Policies, " + heaps + ": continuous moves" + (peers.isEmpty() ? "" : ", and peers, which move "
                    + "nothing"), "policies " + heaps, all, LatencyLine::name));
            }
        }
    }

    private static LatencyFigure of(String title, String file, List<LatencyLine> lines, Function<LatencyLine, String> name) {
        return new LatencyFigure(title, "latency-" + file.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".png",
            lines.stream().map(line -> new Curve(name.apply(line), line.row().arrivals().ladderNanos())).toList());
    }

    long leastNanos() {
        return Math.max(1, curves.stream().mapToLong(curve -> curve.nanos().get(0)).min().orElseThrow());
    }

    long mostNanos() {
        return Math.max(2, curves.stream().mapToLong(curve -> curve.nanos().get(curve.nanos().size() - 1)).max().orElseThrow());
    }
}
