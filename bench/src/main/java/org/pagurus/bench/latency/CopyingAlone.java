package org.pagurus.bench.latency;

import org.agrona.UnsafeApi;

/**
 * Copies as much as a burst of moves, in pieces of a page, and moves nothing: out of memory of its own that is as large as the
 * live records, so that it is as cold, to where it read last, as pages move to the frames of those that moved before.
 */
final class CopyingAlone implements Runnable, AutoCloseable {
    private static final int PIECE_BYTES = 64 << 10;

    private final long burstBytes;
    private final long bytes;
    private final long address;
    private long position;
    private long copiedBytes;

    /**
     * Takes the memory.
     *
     * @param liveBytes  a multiple of the next
     * @param burstBytes copied each time, a multiple of 64 KiB
     */
    CopyingAlone(long liveBytes, long burstBytes) {
        this.burstBytes = burstBytes;
        this.bytes = liveBytes + burstBytes;
        this.address = UnsafeApi.allocateMemory(bytes);
        UnsafeApi.setMemory(address, bytes, (byte) 1);
    }

    @Override
    public void run() {
        for (long end = position + burstBytes; position < end; position += PIECE_BYTES) {
            UnsafeApi.copyMemory(address + burstBytes + position, address + position, PIECE_BYTES);
        }
        position = position + 2 * burstBytes > bytes ? 0 : position;
        copiedBytes += burstBytes;
    }

    /** All of it so far. */
    long copiedBytes() {
        return copiedBytes;
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(address);
    }
}
