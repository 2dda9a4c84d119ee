package org.pagurus.bench.defrag.workload;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.pagurus.bench.caches.LruRing;
import org.pagurus.bench.defrag.store.Stamp;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.trace.Operation;
import org.pagurus.bench.trace.Trace;

/**
 * A trace replayed as a cache where the value that was not used for the longest time goes first. A read that misses allocates, a
 * write allocates anew, a delete frees. What is larger than the limit is left out, and every object has room for its stamp.
 */
public final class TraceWorkload implements Workload {
    /** What a request takes in memory, in bytes, twice while the trace is read. */
    private static final long REQUEST_BYTES = 27;
    /** Likewise a key. */
    private static final long KEY_BYTES = 320;

    private final long limitBytes;
    private final Trace trace;
    private final int maxObjects;

    /**
     * A workload.
     *
     * @param limitBytes the most that is live
     * @param trace      the requests
     */
    public TraceWorkload(long limitBytes, Trace trace) {
        this.limitBytes = limitBytes;
        this.trace = trace;
        int[] counts = {0, 0};
        replay(size -> {
            counts[1] = Math.max(counts[1], ++counts[0]);
            return 0;
        }, index -> counts[0]--);
        maxObjects = Math.max(1, counts[1]);
    }

    @Override
    public String name() {
        return "T";
    }

    @Override
    public String description() {
        return "trace of " + Units.count(trace.requests()) + " requests for " + Units.count(trace.keys()) + " keys, LRU cache";
    }

    @Override
    public List<Phase> phases() {
        return List.of(Phase.of("replay", (objects, random) -> replay(objects::add, objects::remove))
            .with(Bars.SETTLED_AND_PEAK));
    }

    /** Keeps a cache by adding objects, which gives each an index, and removing them. */
    private void replay(IntUnaryOperator add, IntConsumer remove) {
        LruRing used = new LruRing(trace.keys());
        int[] indices = new int[trace.keys()];
        int[] sizes = new int[trace.keys()];
        long live = 0;
        for (int i = 0; i < trace.requests(); i++) {
            int key = trace.key(i);
            if (used.contains(key)) {
                if (trace.operation(i) == Operation.READ) {
                    used.use(key);
                    continue;
                }
                live -= sizes[key];
                used.remove(key);
                remove.accept(indices[key]);
            }
            int size = Math.max(Stamp.MIN_BYTES, trace.size(i));
            if (trace.operation(i) == Operation.DELETE || size > limitBytes) {
                continue;
            }
            while (live + size > limitBytes) {
                int oldest = used.oldest();
                live -= sizes[oldest];
                used.remove(oldest);
                remove.accept(indices[oldest]);
            }
            indices[key] = add.applyAsInt(size);
            sizes[key] = size;
            live += size;
            used.use(key);
        }
    }

    @Override
    public int maxObjects() {
        return maxObjects;
    }

    @Override
    public long limitBytes() {
        return limitBytes;
    }

    @Override
    public int largestBytes() {
        return (int) Math.min(limitBytes, Math.max(Stamp.MIN_BYTES, trace.largestBytes()));
    }

    @Override
    public long ownBytes() {
        return REQUEST_BYTES * trace.requests() + KEY_BYTES * trace.keys();
    }
}
