package org.pagurus.bench.defrag;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.pagurus.bench.defrag.store.KeyValueStore;
import org.pagurus.bench.defrag.store.MallocStore;
import org.pagurus.bench.defrag.store.NettyStore;
import org.pagurus.bench.defrag.store.PagurusStore;
import org.pagurus.bench.defrag.store.Store;
import org.pagurus.bench.defrag.workload.Bars;
import org.pagurus.bench.defrag.workload.Workload;
import org.pagurus.bench.peers.Extent;
import org.pagurus.bench.peers.Library;
import org.pagurus.bench.peers.MallocLibrary;
import org.pagurus.bench.peers.NettyAllocators;
import org.pagurus.bench.peers.Peer;

/** What is measured. */
public enum Allocator {
    /** Pagurus with its compactor allowed a whole core. */
    PAGURUS,
    /** Pagurus as it is without any setting: the compactor takes a tenth of a core. */
    PAGURUS_DEFAULT_CAP,
    /** {@code Unsafe.allocateMemory}: malloc of the C library. */
    MALLOC,
    /** The same with jemalloc preloaded. */
    JEMALLOC,
    /** The same with mimalloc preloaded. */
    MIMALLOC,
    /** The same with tcmalloc preloaded. */
    TCMALLOC,
    /** Netty's pooled allocator, direct buffers. */
    NETTY_POOLED,
    /** Netty's adaptive allocator, direct buffers. */
    NETTY_ADAPTIVE,
    /** OHC. */
    OHC,
    /** Terracotta's offheap-store with its compaction on. */
    TERRACOTTA,
    /** Chronicle Map. */
    CHRONICLE,
    /** Arrays of bytes on the Java heap under G1. */
    HEAP_G1,
    /** Arrays of bytes on the Java heap under generational ZGC. */
    HEAP_ZGC;

    private static final String ALL = "all";

    /**
     * The name in tables and files.
     *
     * @return the name
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether it is Pagurus, which has bars to hold; the others are peers.
     *
     * @return true for both ways
     */
    public boolean isPagurus() {
        return this == PAGURUS || this == PAGURUS_DEFAULT_CAP;
    }

    /**
     * What a JVM needs to run it, or why it cannot run here.
     *
     * @return the peer
     */
    public Peer peer() {
        return switch (this) {
            case PAGURUS, PAGURUS_DEFAULT_CAP, MALLOC -> Peer.here();
            case JEMALLOC, MIMALLOC, TCMALLOC -> MallocLibrary.valueOf(name()).peer();
            // Netty would not take more direct memory than the Java heap has.
            case NETTY_POOLED, NETTY_ADAPTIVE -> Peer.here("-XX:MaxDirectMemorySize=1t");
            case OHC, TERRACOTTA, CHRONICLE, HEAP_G1, HEAP_ZGC -> library().peer();
        };
    }

    /** Whether the objects are on the Java heap, which then grows with them. */
    boolean isOnHeap() {
        return this == HEAP_G1 || this == HEAP_ZGC;
    }

    private Library library() {
        return Library.valueOf(name());
    }

    /** An empty store, in a JVM that {@link #peer} describes, for a workload in so many parts. */
    Store open(Workload workload, int indices) {
        return switch (this) {
            case PAGURUS, PAGURUS_DEFAULT_CAP -> new PagurusStore(workload.capacityBytes(), this == PAGURUS);
            case MALLOC, JEMALLOC, MIMALLOC, TCMALLOC -> new MallocStore();
            case NETTY_POOLED, NETTY_ADAPTIVE -> new NettyStore(netty(), indices);
            case OHC, TERRACOTTA, CHRONICLE, HEAP_G1, HEAP_ZGC -> new KeyValueStore(library(), extent(workload, indices));
        };
    }

    private ByteBufAllocator netty() {
        return this == NETTY_POOLED ? NettyAllocators.pooled() : NettyAllocators.adaptive();
    }

    private static Extent extent(Workload workload, int indices) {
        int average = (int) Math.max(1, Math.min(workload.limitBytes() / indices, workload.largestBytes()));
        return new Extent(indices, workload.limitBytes(), average, workload.largestBytes());
    }

    /** What is asked of it: of peers nothing, and of Pagurus with the default cap no peak. */
    Bars judged(Bars bars) {
        return switch (this) {
            case PAGURUS -> bars;
            case PAGURUS_DEFAULT_CAP -> bars.withoutPeak();
            default -> Bars.NONE;
        };
    }

    /**
     * Finds one by its name.
     *
     * @param id the name
     * @return the allocator
     */
    public static Allocator of(String id) {
        return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }

    /**
     * What a list stands for. A name stands for all that begin with it, so {@code pagurus}, {@code netty} and {@code heap} are
     * groups.
     *
     * @param list names with commas between them, or {@code all}
     * @return the allocators, each once, in the order of the documentation
     * @throws IllegalArgumentException if a name is none
     */
    public static List<Allocator> parse(String list) {
        List<Allocator> all = List.of(values());
        if (list.equalsIgnoreCase(ALL)) {
            return all;
        }
        Set<Allocator> chosen = new LinkedHashSet<>();
        for (String part : list.split(",", -1)) {
            String begin = part.strip().toLowerCase(Locale.ROOT);
            List<Allocator> found = all.stream().filter(one -> !begin.isEmpty() && one.id().startsWith(begin)).toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("'" + part.strip() + "' is not an allocator; allowed: all, "
                    + all.stream().map(Allocator::id).collect(Collectors.joining(", ")) + ", netty, heap");
            }
            chosen.addAll(found);
        }
        List<Allocator> ordered = new ArrayList<>(all);
        ordered.retainAll(chosen);
        return ordered;
    }
}
