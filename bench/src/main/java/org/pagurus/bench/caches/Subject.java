package org.pagurus.bench.caches;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pagurus.bench.peers.Extent;
import org.pagurus.bench.peers.KeyValue;
import org.pagurus.bench.peers.Library;
import org.pagurus.bench.peers.MallocLibrary;
import org.pagurus.bench.peers.Peer;

/** What keeps the values of a cache. */
public enum Subject {
    /** Pagurus, with its defaults. */
    PAGURUS,
    /** {@code malloc} of the C library. */
    MALLOC,
    /** jemalloc in its place. */
    JEMALLOC,
    /** mimalloc in its place. */
    MIMALLOC,
    /** tcmalloc in its place. */
    TCMALLOC,
    /** OHC, a cache by itself. */
    OHC,
    /** Terracotta's offheap-store. */
    TERRACOTTA,
    /** Chronicle Map. */
    CHRONICLE,
    /** Arrays on the Java heap, under G1. */
    HEAP_G1,
    /** Arrays on the Java heap, under generational ZGC. */
    HEAP_ZGC;

    /**
     * The name on the command line and in tables.
     *
     * @return the name
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The subjects of a list.
     *
     * @param list names with commas between them
     * @return each once, in the list's order
     * @throws IllegalArgumentException if a name is none
     */
    public static List<Subject> parse(String list) {
        List<Subject> subjects = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            Subject subject = Arrays.stream(values()).filter(one -> one.id().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + part.strip() + "' is not an allocator; allowed: "
                    + String.join(", ", Arrays.stream(values()).map(Subject::id).toList())));
            if (!subjects.contains(subject)) {
                subjects.add(subject);
            }
        }
        return subjects;
    }

    /**
     * What its JVM needs.
     *
     * @return flags and environment, or why it cannot run here
     */
    public Peer peer() {
        return switch (this) {
            case PAGURUS, MALLOC -> Peer.here();
            case JEMALLOC -> MallocLibrary.JEMALLOC.peer();
            case MIMALLOC -> MallocLibrary.MIMALLOC.peer();
            case TCMALLOC -> MallocLibrary.TCMALLOC.peer();
            default -> library().peer();
        };
    }

    /**
     * Whether its values are on the Java heap, which then has to have room for them.
     *
     * @return true for arrays
     */
    public boolean isOnHeap() {
        return this == HEAP_G1 || this == HEAP_ZGC;
    }

    private Library library() {
        return Library.valueOf(name());
    }

    /**
     * Opens an empty cache in a JVM that {@link #peer} describes, with the policy that suits it: its own if it is a cache,
     * Caffeine's over it if it only keeps what it is given.
     *
     * @param sizing what it is made for
     * @return the cache
     */
    public ValueCache open(Sizing sizing) {
        return switch (this) {
            case PAGURUS -> new PagurusCache(sizing.limitBytes(), sizing.mostLiveBytes());
            case OHC -> new OhcCache(sizing);
            case HEAP_G1, HEAP_ZGC -> new HeapCache(sizing.limitBytes());
            default -> {
                GrownMemory memory = new GrownMemory();
                yield new CaffeineLimit(store(sizing), memory, sizing.limitBytes());
            }
        };
    }

    /**
     * Opens an empty cache where the value that was not used for the longest time goes first.
     *
     * @param sizing what it is made for
     * @return the cache
     */
    public ValueCache openLru(Sizing sizing) {
        GrownMemory memory = new GrownMemory();
        return new LruLimit(store(sizing), memory, sizing.limitBytes(), sizing.keys());
    }

    private KeyValue store(Sizing sizing) {
        return switch (this) {
            case PAGURUS -> new PagurusCache(Long.MAX_VALUE, sizing.mostLiveBytes());
            case MALLOC, JEMALLOC, MIMALLOC, TCMALLOC -> new MallocKeyValue(sizing.keys());
            default -> library().open(new Extent(entries(sizing), sizing.mostLiveBytes(), sizing.averageBytes(),
                sizing.largestBytes()));
        };
    }

    /** Chronicle Map lays itself out for the values that are there; arrays by key need one place for each key. */
    private long entries(Sizing sizing) {
        long inUse = sizing.mostLiveBytes() / sizing.averageBytes() + 1;
        return isOnHeap() ? sizing.keys() : Math.min(sizing.keys(), inUse);
    }
}
