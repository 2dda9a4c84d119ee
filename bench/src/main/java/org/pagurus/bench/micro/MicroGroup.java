package org.pagurus.bench.micro;

import java.util.Arrays;
import java.util.List;
import org.pagurus.bench.jmh.AccessBenchmark;
import org.pagurus.bench.jmh.AllocationBenchmark;
import org.pagurus.bench.jmh.AllocationThreadsBenchmark;
import org.pagurus.bench.jmh.BulkBenchmark;
import org.pagurus.bench.jmh.DcacheBenchmark;
import org.pagurus.bench.jmh.MigrationBenchmark;
import org.pagurus.bench.jmh.RcuDeferBenchmark;
import org.pagurus.bench.jmh.RcuGracePeriodRateBenchmark;
import org.pagurus.bench.jmh.RcuReadBenchmark;
import org.pagurus.bench.jmh.RcuSectionBenchmark;
import org.pagurus.bench.jmh.RcuSharedReadBenchmark;
import org.pagurus.bench.jmh.RcuSynchronizeBenchmark;
import org.pagurus.bench.jmh.SectionBenchmark;

/** The parts of the table, in its order; each has the benchmarks of some classes. */
public enum MicroGroup {
    ACCESS("random accesses of 8 bytes", AccessBenchmark.class),
    BULK("copies of 4 KiB values", BulkBenchmark.class),
    SECTIONS("sections of a heap", SectionBenchmark.class),
    GRACE_PERIODS("grace periods and their readers", RcuSectionBenchmark.class, RcuReadBenchmark.class,
        RcuSharedReadBenchmark.class, RcuSynchronizeBenchmark.class, RcuGracePeriodRateBenchmark.class, RcuDeferBenchmark.class),
    ALLOCATION("allocation", AllocationBenchmark.class, AllocationThreadsBenchmark.class),
    MIGRATION("moving and folding pages", MigrationBenchmark.class),
    DCACHE("a dentry cache", DcacheBenchmark.class);

    private final String title;
    private final List<Class<?>> types;

    MicroGroup(String title, Class<?>... types) {
        this.title = title;
        this.types = List.of(types);
    }

    /** The group with the benchmarks of a class, by its simple name. */
    static MicroGroup of(String type) {
        return Arrays.stream(values()).filter(group -> group.types.stream().anyMatch(own -> own.getSimpleName().equals(type)))
            .findFirst().orElseThrow(() -> new IllegalArgumentException(type + " is in no group of the table"));
    }

    /** Its classes. */
    List<Class<?>> types() {
        return types;
    }

    /** Its head in the table. */
    String title() {
        return title;
    }
}
