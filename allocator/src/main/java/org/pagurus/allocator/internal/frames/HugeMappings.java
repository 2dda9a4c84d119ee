package org.pagurus.allocator.internal.frames;

import java.util.HashMap;
import java.util.Map;
import org.pagurus.allocator.internal.os.MachineMemory;
import org.pagurus.allocator.internal.os.Mapping;

/**
 * Mappings of objects that no region can hold. Each is reserved in the full length of its size class, so that the usual check
 * of an access against its class holds; memory is resident where the object was touched.
 *
 * <pre>
 *   | object, rounded up to OS pages ........ | rest of the class |      2 MiB aligned
 *     counted: frames lent by {@link Frames}    address space only
 * </pre>
 *
 * <p>With huge pages, the kernel may use them for the part that consists of whole ones, so that no more becomes resident than is
 * counted.
 *
 * <p>A mapping never moves: it needs no neighbour and fragments nothing. Thread-safe; the native calls run outside the lock.
 * Invariant: the frames lent are the sum of {@code framesFor(usedBytes)} over all mappings, those under construction included.
 */
public final class HugeMappings implements AutoCloseable {
    /** A huge page of the processor: what a mapping is aligned to. */
    static final int ALIGNMENT = 2 << 20;
    /** What the machine has to have left behind an object. */
    private static final long MACHINE_MARGIN = 64L << 20;

    private final Frames frames;
    private final boolean hugePages;
    private final Map<Long, Held> held = new HashMap<>();
    private long usedBytes;
    private boolean closed;

    /**
     * Mappings whose memory counts against the capacity of these frames.
     *
     * @param hugePages whether the kernel may back them with huge pages
     */
    public HugeMappings(Frames frames, boolean hugePages) {
        this.frames = frames;
        this.hugePages = hugePages;
    }

    /** A mapping and the bytes of it that its object may touch. */
    private record Held(Mapping mapping, long usedBytes) {
        int frames() {
            return FrameLayout.framesFor(usedBytes);
        }
    }

    /**
     * Maps memory for an object. It reads 0.
     *
     * @param reservedBytes how far the object may ever be accessed
     * @param usedBytes     bytes that it may touch, whole OS pages
     * @param spare         free frames that have to be left
     * @return its address, or 0 if the capacity is used up or the machine has no memory left
     * @throws org.pagurus.allocator.OffHeapExhaustedException if the OS refuses the address space
     */
    public long allocate(long reservedBytes, long usedBytes, int spare) {
        if (!tryLend(usedBytes, FrameLayout.framesFor(usedBytes), spare)) {
            return 0;
        }
        Mapping mapping = null;
        try {
            mapping = Mapping.reserve(reservedBytes + ALIGNMENT - 1 & -ALIGNMENT, ALIGNMENT);
            adviseHugePages(mapping, 0, usedBytes);
            add(mapping, usedBytes);
            return mapping.address();
        } catch (Throwable e) {
            if (mapping != null) {
                mapping.close();
            }
            frames.takeBack(FrameLayout.framesFor(usedBytes));
            throw e;
        }
    }

    /** Touching memory that the machine does not have ends in the kernel's OOM killer. */
    private boolean tryLend(long bytes, int count, int spare) {
        return MachineMemory.availableBytes() >= MACHINE_MARGIN + bytes && frames.tryLend(count, spare);
    }

    /** Best effort: a refusal costs speed only. A mapping starts without huge pages. */
    private void adviseHugePages(Mapping mapping, long usedBefore, long usedBytes) {
        long before = usedBefore & -ALIGNMENT;
        long after = usedBytes & -ALIGNMENT;
        if (hugePages && before != after) {
            long from = Math.min(before, after);
            mapping.adviseHugePages(mapping.address() + from, Math.max(before, after) - from, after > before);
        }
    }

    private synchronized void add(Mapping mapping, long used) {
        Held before = held.put(mapping.address(), new Held(mapping, used));
        usedBytes += used - (before == null ? 0 : before.usedBytes);
    }

    /**
     * Lets an object grow or shrink in its mapping; the caller is the only one that uses it. What was given up is with the OS,
     * and reads 0 if it is taken again.
     *
     * @param usedBytes whole OS pages, at most what was reserved
     * @return false if there is no memory to grow into; nothing has changed then
     */
    public boolean tryResize(long address, long usedBytes, int spare) {
        Held before = at(address);
        int more = FrameLayout.framesFor(usedBytes) - before.frames();
        if (more > 0 && !tryLend(usedBytes - before.usedBytes, more, spare)) {
            return false;
        }
        adviseHugePages(before.mapping, before.usedBytes, usedBytes);
        if (usedBytes < before.usedBytes) {
            before.mapping.release(address + usedBytes, before.usedBytes - usedBytes);
        }
        add(before.mapping, usedBytes);
        if (more < 0) {
            frames.takeBack(-more);
        }
        return true;
    }

    private synchronized Held at(long address) {
        Held at = held.get(address);
        if (at == null) {
            throw new IllegalStateException("no huge mapping at 0x" + Long.toHexString(address));
        }
        return at;
    }

    /**
     * Unmaps an object's memory. No section can hold an address in it: unlike frames it does not stay mapped, and a stray access
     * would end the JVM.
     *
     * @return frames given back
     * @throws IllegalStateException if there is no such mapping
     */
    public int free(long address) {
        Held gone = at(address);
        synchronized (this) {
            if (closed || !held.remove(address, gone)) {
                throw new IllegalStateException("huge mapping freed twice: 0x" + Long.toHexString(address));
            }
            usedBytes -= gone.usedBytes;
        }
        gone.mapping.close();
        frames.takeBack(gone.frames());
        return gone.frames();
    }

    /** Bytes that the object at an address may touch, or -1 if there is no mapping. */
    public synchronized long usedBytesAt(long address) {
        Held at = held.get(address);
        return at == null ? -1 : at.usedBytes;
    }

    /** Mappings, those that wait for a grace period included. */
    public synchronized int count() {
        return held.size();
    }

    /** Bytes that their objects may touch, those that wait for a grace period included. */
    public synchronized long usedBytes() {
        return usedBytes;
    }

    /** Bytes resident now, from the kernel. Holds off frees meanwhile: a range that is unmapped cannot be asked about. */
    public synchronized long residentBytes() {
        return held.values().stream().mapToLong(each -> each.mapping.residentBytes()).sum();
    }

    /** Unmaps everything. */
    @Override
    public synchronized void close() {
        closed = true;
        held.values().forEach(each -> each.mapping.close());
        held.clear();
    }
}
