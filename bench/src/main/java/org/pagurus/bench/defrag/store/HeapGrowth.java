package org.pagurus.bench.defrag.store;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.stream.Collectors;

/**
 * By how much the process has grown where values are on a Java heap that grows with them.
 *
 * <pre>
 *   made:    collect; resident without the free part of the Java heap                 = before
 *            the library makes its table, which counts; collect
 *            the workload makes its arrays; collect; used is more by                  = own
 *   bytes:   resident now - before - own
 * </pre>
 *
 * <p>The free part of the Java heap counts as resident when this is made, so that what the warm-up left there is not the
 * workload's gain: it was used a moment ago. Where some of it never was, the growth is too large by as much; a heap that began
 * small and was just collected has little of it.
 */
final class HeapGrowth extends Growth {
    private final long before;
    private long usedBefore;
    private long own;

    HeapGrowth() {
        MemoryUsage heap = collected();
        before = ProcessMemory.unbackedBytes() - (heap.getCommitted() - heap.getUsed());
        usedBefore = heap.getUsed();
    }

    @Override
    void opened() {
        usedBefore = collected().getUsed();
    }

    private static MemoryUsage collected() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    }

    @Override
    void begin() {
        own = Math.max(0, collected().getUsed() - usedBefore);
    }

    @Override
    long bytes() {
        return Math.max(0, ProcessMemory.unbackedBytes() - before - own);
    }

    /** The collector gives memory back on threads of its own. */
    @Override
    boolean settles() {
        return true;
    }

    @Override
    String detail() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        String collectors = ManagementFactory.getGarbageCollectorMXBeans().stream().map(HeapGrowth::text)
            .collect(Collectors.joining(" "));
        return "heapUsedBytes=" + heap.getUsed() + " heapCommittedBytes=" + heap.getCommitted() + " heapMaxBytes="
            + heap.getMax() + " " + collectors;
    }

    private static String text(GarbageCollectorMXBean collector) {
        return collector.getName().replace(' ', '-') + "=" + collector.getCollectionCount() + "/" + collector.getCollectionTime()
            + "ms";
    }
}
