package org.pagurus.bench.peers;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The peers that keep values under keys. */
public enum Library {
    /** OHC: a hash table off the heap, each entry a piece of {@code malloc}. */
    OHC,
    /** Terracotta's offheap-store: pages of direct buffers, with its compaction on. */
    TERRACOTTA,
    /** Chronicle Map: chunks in memory that is reserved at once and touched when needed. */
    CHRONICLE,
    /** Arrays of bytes on the Java heap, under G1. */
    HEAP_G1,
    /** Arrays of bytes on the Java heap, under generational ZGC. */
    HEAP_ZGC;

    /** Those that Chronicle's own documents ask for on Java 17 and later. */
    private static final String[] CHRONICLE_FLAGS = {
        "-Dchronicle.analytics.disable=true",
        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
        "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
        "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED"};

    /**
     * The name in tables and files.
     *
     * @return the name
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether its values are on the Java heap. Then its flags name a collector and the heap must have room for the values.
     *
     * @return true for arrays of bytes
     */
    public boolean isOnHeap() {
        return this == HEAP_G1 || this == HEAP_ZGC;
    }

    /**
     * What its JVM needs.
     *
     * @return the peer
     */
    public Peer peer() {
        return switch (this) {
            case OHC -> Peer.here("-D" + OhcKeyValue.ALLOCATOR_PROPERTY + "=" + OhcKeyValue.ALLOCATOR);
            case TERRACOTTA -> Peer.here("-XX:MaxDirectMemorySize=1t");
            case CHRONICLE -> Peer.here(CHRONICLE_FLAGS);
            case HEAP_G1 -> Peer.here("-XX:+UseG1GC");
            case HEAP_ZGC -> Jdks.newer().map(java -> new Peer(java, List.of("-XX:+UseZGC"), Map.of(), ""))
                .orElseGet(() -> Peer.missing("generational ZGC is measured on JDK " + Jdks.NEWER + " or newer, and there is"
                    + " none in " + Jdks.VARIABLE + " or below " + Jdks.FOLDER));
        };
    }

    /**
     * Opens an empty store, in a JVM that {@link #peer} describes.
     *
     * @param extent what it must hold
     * @return the store
     * @throws RuntimeException if the library refuses
     */
    public KeyValue open(Extent extent) {
        return switch (this) {
            case OHC -> new OhcKeyValue(extent);
            case TERRACOTTA -> new OffHeapStoreKeyValue();
            case CHRONICLE -> new ChronicleKeyValue(extent);
            case HEAP_G1, HEAP_ZGC -> new HeapKeyValue(extent);
        };
    }
}
