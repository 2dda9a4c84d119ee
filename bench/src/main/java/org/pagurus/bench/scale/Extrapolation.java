package org.pagurus.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pagurus.bench.demo.Units;

/**
 * What the figures mean for a heap that nobody could measure here. Costs are stretched by the power that fits them:
 *
 * <pre>
 *   cost(target) = cost(greatest) * (target / greatest)^max(0, e)
 *
 *   from e - 2 s to e + 2 s, where s is the standard error of e
 * </pre>
 *
 * <p>What is counted and not timed, pages and bytes of tables, is in proportion. Reads and allocation are left out: what caches
 * make of them is no power, and raw memory has it too.
 */
public final class Extrapolation {
    /** Live bytes that the command prints it for. */
    public static final long TARGET_BYTES = 1L << 40;
    static final int TARGET_SESSIONS = 1_024;
    /** Overwritten in each second, and as many copied: the compactor's share of a core for others is in proportion. */
    static final double CHURN_MIB_PER_SECOND = 100;
    /** {@code Space} makes so many page ids for each frame of 64 KiB, and at most so many in all. */
    private static final long IDS_PER_FRAME = 1_024;
    private static final long MAX_IDS = 1L << 30;
    private static final int FRAME_SHIFT = 16;
    private static final int ENTRY_BYTES = 8;
    private static final double MIB = 1 << 20;
    private static final double NANOS = 1e9;
    private static final double ERRORS = 2;

    private final ScaleResult result;
    private final long targetBytes;
    private final List<Line> lines = new ArrayList<>();

    /**
     * One figure.
     *
     * @param what    it is
     * @param value   with its unit, and its range where a fit has one
     * @param formula that it comes from, with the measured figures in it
     */
    public record Line(String what, String value, String formula) {
    }

    private Extrapolation(ScaleResult result, long targetBytes) {
        this.result = result;
        this.targetBytes = targetBytes;
    }

    /**
     * All figures.
     *
     * @param result      what was measured
     * @param targetBytes live bytes; the capacity is taken to be as much
     * @return one for each figure that can be derived from what was measured
     */
    public static List<Line> of(ScaleResult result, long targetBytes) {
        Extrapolation all = new Extrapolation(result, targetBytes);
        all.memory();
        all.times();
        all.compaction();
        all.sessions();
        return all.lines;
    }

    private void add(String what, String value, String formula, Object... arguments) {
        lines.add(new Line(what, value, Units.format(formula, arguments)));
    }

    private void memory() {
        result.of(Measure.PAGES).ifPresent(pages -> {
            double target = inProportion(pages);
            long ids = pageIds(targetBytes);
            add("pages", Units.count(Math.round(target)), "%s pages * %s / %s", Units.count(Math.round(pages.last())),
                Units.bytes(targetBytes), Units.bytes(pages.greatest()));
            add("page table, in memory", Units.bytes(Math.round(ENTRY_BYTES * target)), "8 B * pages");
            add("page table, address space", Units.bytes(ENTRY_BYTES * ids), "8 B * min(2^30, 1,024 * capacity / 64 KiB)");
            add("page ids in use, of those there are", Units.format("%.2f %%", 100 * target / ids), "pages / %s",
                Units.count(ids));
            add("live bytes that a page must have on average", Units.bytes(targetBytes / ids), "live / page ids");
        });
        result.of(Measure.METADATA).ifPresent(all -> result.of(Measure.PAGE_TABLE).ifPresent(table -> {
            double objects = all.last() - table.last();
            add("Java heap for what is known of pages", Units.bytes(Math.round(objects * times(all))), "%s * %s / %s",
                Units.bytes(Math.round(objects)), Units.bytes(targetBytes), Units.bytes(all.greatest()));
        }));
    }

    /** As {@code Space} reserves them. */
    static long pageIds(long capacityBytes) {
        return Math.min(MAX_IDS, (capacityBytes >>> FRAME_SHIFT) * IDS_PER_FRAME);
    }

    private void times() {
        for (Measure measure : List.of(Measure.PLAN, Measure.NOTHING, Measure.STATS, Measure.GRACE_PERIOD)) {
            fitted(measure).ifPresent(lines::add);
        }
    }

    private void compaction() {
        fitted(Measure.MOVED).ifPresent(line -> {
            lines.add(line);
            Series moved = result.of(Measure.MOVED).orElseThrow();
            double nanos = moved.growth().stretch(moved.last(), times(moved), 0);
            double quarter = targetBytes / 4 / MIB * nanos / NANOS;
            add("a quarter of it moved, by a whole core", Units.format("%,.0f s", quarter), "live / 4 / 1 MiB * cost of 1 MiB");
            add("share of a core, 100 MiB/s overwritten", Units.format("%.1f %%", CHURN_MIB_PER_SECOND * nanos / NANOS * 100),
                "100 MiB/s * 1 byte copied for each overwritten * cost of 1 MiB");
        });
    }

    private Optional<Line> fitted(Measure measure) {
        return result.of(measure).filter(series -> series.sizes().size() > 1).map(series -> {
            Growth growth = series.growth();
            double times = times(series);
            String value = measure.text(growth.stretch(series.last(), times, 0));
            if (!Double.isNaN(growth.standardError())) {
                value += " (" + measure.text(growth.stretch(series.last(), times, -ERRORS)) + " to "
                    + measure.text(growth.stretch(series.last(), times, ERRORS)) + ")";
            }
            return new Line(measure.title(), value, Units.format("%s * (%s / %s)^%.3f", measure.text(series.last()),
                Units.bytes(targetBytes), Units.bytes(series.greatest()), Math.max(0, growth.exponent())));
        });
    }

    /** A look at each reader: a straight line through the least number of sessions and the greatest. */
    private void sessions() {
        for (Measure measure : List.of(Measure.GRACE_IDLE, Measure.GRACE_OPEN, Measure.IDLE_SLICE)) {
            result.of(measure).filter(series -> series.sizes().size() > 1).ifPresent(series -> {
                long least = series.sizes().get(0);
                double first = series.medians()[0];
                double each = (series.last() - first) / (series.greatest() - least);
                add(measure.title() + ", " + Units.count(TARGET_SESSIONS) + " sessions",
                    measure.text(first + each * (TARGET_SESSIONS - least)), "%s + %.1f ns for each session above %d",
                    measure.text(first), each, least);
            });
        }
    }

    private double times(Series series) {
        return (double) targetBytes / series.greatest();
    }

    private double inProportion(Series series) {
        return series.last() * times(series);
    }
}
