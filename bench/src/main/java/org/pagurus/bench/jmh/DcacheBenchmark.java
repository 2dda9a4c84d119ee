package org.pagurus.bench.jmh;

import java.nio.file.FileSystemException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pagurus.examples.dcache.Dcache;
import org.pagurus.examples.dcache.PathName;
import org.pagurus.examples.dcache.Variant;
import org.pagurus.relocation.Heap;

/**
 * The dentry cache of the examples, with spinning locks in strict sections and with sleeping ones in sleepable sections, while
 * nothing changes: an RCU-walk along a path of three names, and {@code dget_parent} with the {@code dput} of what it returns. The
 * floors are three lookups in maps on the Java heap, and the two atomic additions of a reference count.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DcacheBenchmark {
    private static final long CAPACITY_BYTES = 8L << 20;
    private static final long INODE = 4;
    private static final PathName PATH = PathName.of("/usr/share/doc");

    private final Map<String, Map<String, Map<String, Long>>> maps =
        new HashMap<>(Map.of("usr", new HashMap<>(Map.of("share", new HashMap<>(Map.of("doc", INODE))))));
    private final AtomicLong count = new AtomicLong(1);
    private final Tree strict = new Tree(Variant.STRICT);
    private final Tree sleepable = new Tree(Variant.SLEEPABLE);

    /** A cache with a path, and a reference to its end. */
    private static final class Tree {
        private final Variant variant;
        private Heap heap;
        private Dcache cache;
        private long dentry;

        Tree(Variant variant) {
            this.variant = variant;
        }

        void build() throws FileSystemException {
            heap = Heap.builder().capacity(CAPACITY_BYTES).build();
            cache = new Dcache(heap, variant);
            cache.mkdir(PathName.of("/usr"));
            cache.mkdir(PathName.of("/usr/share"));
            cache.mkdir(PATH);
            dentry = cache.lookup(PATH);
        }

        long parent() {
            long parent = cache.dgetParent(dentry);
            cache.dput(parent);
            return parent;
        }

        void free() {
            cache.dput(dentry);
            cache.close();
            heap.close();
        }
    }

    @Setup(Level.Iteration)
    public void build() throws FileSystemException {
        strict.build();
        sleepable.build();
    }

    @TearDown(Level.Iteration)
    public void free() {
        strict.free();
        sleepable.free();
    }

    @Benchmark
    public long rawWalk() {
        return maps.get("usr").get("share").get("doc");
    }

    @Benchmark
    public long pagurusWalkStrict() {
        return strict.cache.inode(PATH);
    }

    @Benchmark
    public long pagurusWalkSleepable() {
        return sleepable.cache.inode(PATH);
    }

    @Benchmark
    public long rawParent() {
        return count.getAndIncrement() + count.getAndDecrement();
    }

    @Benchmark
    public long pagurusParentStrict() {
        return strict.parent();
    }

    @Benchmark
    public long pagurusParentSleepable() {
        return sleepable.parent();
    }
}
