package org.pagurus.bench.compaction;

import org.pagurus.bench.demo.Units;

/** The result as tables of text. */
public final class CompactionTable {
    private static final String COST = "%-28s %10s %12s %10s %10s %10s %13s %13s%n";
    private static final String SLICE = "%-12s %8s %10s %10s %10s %10s  %10s %10s %10s %10s %12s %14s%n";
    private static final String METADATA = "%10s %12s %12s %9s%n";
    private static final String COPY = "%-46s %12s %10s %8s %8s%n";
    private static final String WAIT = "%-24s %14s %10s %10s %10s %12s%n";

    private CompactionTable() {
    }

    /**
     * All tables.
     *
     * @param result what was measured
     * @return lines, each with its end
     */
    public static String text(CompactionResult result) {
        StringBuilder text = new StringBuilder();
        text.append(Units.format(COST, "moved", "live", "moved", "busy", "processor", "span", "busy/MiB", "processor/MiB"));
        for (CostRow row : result.costs()) {
            text.append(Units.format(COST, row.scenario(), Units.bytes(row.liveBytes()), Units.mib(row.movedBytes()),
                Units.nanos(row.busyNanos()), Units.nanos(row.processorNanos()), Units.nanos(row.spanNanos()),
                Units.nanos((long) row.busyNanosForMib()), Units.nanos((long) row.processorNanosForMib())));
        }
        text.append(Units.format("%nslices under load: by the clock, and in processor time%n"));
        text.append(Units.format(SLICE, "live", "slices", "p50", "p99", "p99.9", "longest", "p50", "p99", "p99.9", "longest",
            "moved", "replaced/s"));
        for (SliceRow row : result.slices()) {
            text.append(Units.format(SLICE, Units.bytes(row.liveBytes()), row.slices(), Units.nanos(row.p50Nanos()),
                Units.nanos(row.p99Nanos()), Units.nanos(row.p999Nanos()), Units.nanos(row.maxNanos()),
                Units.nanos(row.processorP50Nanos()), Units.nanos(row.processorP99Nanos()),
                Units.nanos(row.processorP999Nanos()), Units.nanos(row.processorMaxNanos()), Units.mib(row.movedBytes()),
                Units.format("%,.0f", row.replacedPerSecond())));
        }
        text.append(Units.format("%n" + METADATA, "object", "full pages", "metadata", "part"));
        for (MetadataRow row : result.metadata()) {
            text.append(Units.format(METADATA, Units.bytes(row.objectBytes()), Units.mib(row.usedBytes()),
                Units.bytes(row.metadataBytes()), Units.format("%.2f %%", 100 * row.part())));
        }
        text.append(Units.format("%n" + COPY, "copy", "moved", "time", "GB/s", "part"));
        double plain = CompactionGoals.speed(result, CopyRun.RESIDENT);
        for (CopyRow row : result.copies()) {
            text.append(Units.format(COPY, row.way(), Units.mib(row.movedBytes()), Units.nanos(row.nanos()),
                Units.ratio(row.gigabytesPerSecond()), Units.ratio(row.gigabytesPerSecond() / plain)));
        }
        text.append(Units.format("%n" + WAIT, "a writer's writes while", "writes", "p99", "p99.99", "longest",
            "above " + Units.nanos(Writer.GOAL_NANOS)));
        for (WaitRow row : result.waits()) {
            text.append(Units.format(WAIT, row.during(), Units.count(row.writes()), Units.nanos(row.p99Nanos()),
                Units.nanos(row.p9999Nanos()), Units.nanos(row.maxNanos()), row.longer()));
        }
        result.notes().forEach(note -> text.append(Units.format("%s%n", note)));
        return text.toString();
    }
}
