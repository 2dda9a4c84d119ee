package org.pagurus.bench.cache;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.peers.Peer;

/**
 * What is measured: a subject and how much larger its Java heap is than what is live there.
 *
 * @param subject    what keeps the values
 * @param heapFactor of the Java heap
 */
public record Variant(Subject subject, double heapFactor) {
    /** What may be measured. */
    public static final List<Subject> SUBJECTS = List.of(Subject.PAGURUS, Subject.OHC, Subject.HEAP_ZGC, Subject.HEAP_G1);
    /** Where only keys and policy are on the Java heap. */
    static final double OFF_HEAP_FACTOR = 1.5;

    private static final long BASE_BYTES = 96L << 20;
    /** What Caffeine and the key take for each value on the Java heap. */
    private static final long ENTRY_BYTES = 200;
    /** An array's header, and what its length is rounded up. */
    private static final long ARRAY_BYTES = 20;

    /**
     * The name in tables.
     *
     * @return for example {@code heap-zgc x2}
     */
    public String id() {
        return subject.isOnHeap() ? subject.id() + " x" + Units.format("%.2f", heapFactor).replaceAll("\\.?0+$", "")
            : subject.id();
    }

    /** The JVM: ZGC's for all but G1, where there is one; then collector and JDK are no difference between them. */
    Peer peer() {
        Peer own = subject.peer();
        Peer zgc = Subject.HEAP_ZGC.peer();
        if (subject.isOnHeap() || !own.isAvailable() || !zgc.isAvailable()) {
            return own;
        }
        List<String> flags = new ArrayList<>(own.jvmFlags());
        flags.addAll(zgc.jvmFlags());
        return new Peer(zgc.java(), flags, own.environment(), "");
    }

    /** The Java heap's limit, for values of so many bytes altogether. */
    long javaHeapBytes(long liveBytes) {
        long values = liveBytes / CacheTask.MEAN_SIZE;
        long live = values * ENTRY_BYTES;
        if (subject.isOnHeap()) {
            live += liveBytes + values * ARRAY_BYTES;
        }
        return BASE_BYTES + (long) (heapFactor * live);
    }
}
