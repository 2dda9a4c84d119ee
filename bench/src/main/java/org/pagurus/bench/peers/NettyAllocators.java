package org.pagurus.bench.peers;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;

/**
 * Netty's allocators of direct memory at their best: with the caches of each thread that by default only event loops have, and
 * without the search for leaks, which samples allocations by default.
 */
public final class NettyAllocators {
    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    private NettyAllocators() {
    }

    /**
     * The allocator that Netty uses since 4.2.
     *
     * @return a new one
     */
    public static ByteBufAllocator adaptive() {
        return new AdaptiveByteBufAllocator(true, true);
    }

    /**
     * The allocator that Netty used before, in arenas of chunks.
     *
     * @return a new one
     */
    public static ByteBufAllocator pooled() {
        return new PooledByteBufAllocator(true, PooledByteBufAllocator.defaultNumHeapArena(),
            PooledByteBufAllocator.defaultNumDirectArena(), PooledByteBufAllocator.defaultPageSize(),
            PooledByteBufAllocator.defaultMaxOrder(), PooledByteBufAllocator.defaultSmallCacheSize(),
            PooledByteBufAllocator.defaultNormalCacheSize(), true);
    }
}
