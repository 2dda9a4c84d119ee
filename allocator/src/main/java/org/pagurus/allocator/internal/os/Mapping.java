package org.pagurus.allocator.internal.os;

import net.openhft.posix.MAdviseFlag;

/**
 * One reservation of address space: private, anonymous, not backed by huge pages, aligned as asked. Its memory becomes
 * resident when it is first touched and leaves with {@link #release}. Thread-safe, except that {@link #close} must come last.
 */
public final class Mapping implements AutoCloseable {
    private final long address;
    private final long length;
    private boolean closed;

    private Mapping(long address, long length) {
        this.address = address;
        this.length = length;
    }

    /**
     * Reserves address space.
     *
     * @param length    bytes, a multiple of {@code alignment}
     * @param alignment bytes, a power of two, at least an OS page
     * @return the mapping; nothing of it is resident yet
     * @throws org.pagurus.allocator.OffHeapExhaustedException if the OS refuses
     */
    public static Mapping reserve(long length, long alignment) {
        if (length <= 0 || Long.bitCount(alignment) != 1 || (length & alignment - 1) != 0) {
            throw new IllegalArgumentException("length=" + length + " must be a positive multiple of alignment=" + alignment);
        }
        long padded = length + alignment;
        long raw = Posix.reserve(padded < 0 ? Long.MAX_VALUE : padded);
        long start = (raw + alignment - 1) & -alignment;
        long head = start - raw;
        if (head > 0) {
            Posix.unmap(raw, head);
        }
        if (head < alignment) {
            Posix.unmap(start + length, alignment - head);
        }
        // Where transparent huge pages are "always", one touched frame would make 2 MiB resident. A kernel built without
        // them answers EINVAL, which is as good.
        Posix.advise(start, length, MAdviseFlag.MADV_NOHUGEPAGE);
        return new Mapping(start, length);
    }

    public long address() {
        return address;
    }

    public long length() {
        return length;
    }

    /**
     * Gives the memory of a range back to the OS; the range stays mapped and reads 0 when touched again.
     *
     * @return false if the OS refused; the memory then stays resident
     */
    public boolean release(long from, long releasedLength) {
        return Posix.advise(from, releasedLength, MAdviseFlag.MADV_DONTNEED);
    }

    /**
     * Lets the kernel back a range with huge pages, at the next touch or in the background, or keeps it from doing so; those that
     * are there stay until memory of theirs is released.
     *
     * @return false if the OS refused: a kernel without huge pages, or too many areas of different kinds
     */
    public boolean adviseHugePages(long from, long advisedLength, boolean huge) {
        return Posix.advise(from, advisedLength, huge ? MAdviseFlag.MADV_HUGEPAGE : MAdviseFlag.MADV_NOHUGEPAGE);
    }

    /** Bytes of this mapping that are resident now, from the kernel; a page that was only read counts, though it is free. */
    public long residentBytes() {
        return Posix.residentLength(address, length);
    }

    /** Unmaps the range, once: by a second call it may belong to somebody else. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Posix.unmap(address, length);
        }
    }
}
