package org.pagurus.relocation;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.os.MachineMemory;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.rcu.StallListener;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.access.Checks;
import org.pagurus.relocation.internal.migration.Policy;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Describes a {@link Heap}. Each setter refuses a value that is not allowed, and says which are.
 */
public final class HeapBuilder {
    private static final long MIN_CAPACITY = 2L * FrameLayout.REGION_LENGTH;
    private static final long MAX_CAPACITY = 1L << 44;
    /** One frame in so many is kept for the compactor, 32 (2 MiB) at most: it needs room to fold into. */
    private static final int RESERVE_PART = 64;
    private static final int MAX_RESERVE_FRAMES = 32;

    private long capacityBytes = 256L << 20;
    private OnMigration onMigration = OnMigration.CANCEL;
    private OnMigration sleepableOnMigration = OnMigration.CANCEL;
    private Optional<Duration> stallLimit = Optional.empty();
    private StallListener stallListener;
    private ReadMode readMode = ReadMode.READ_THROUGH;
    private double startRatio = 1.15;
    private double stopRatio = 1.01;
    private double nearCpu = 0.10;
    private double farCpu = 1;
    private long sliceNanos = 500_000L;
    private long decayNanos = 100_000_000L;
    private boolean hugePages;

    HeapBuilder() {
    }

    /**
     * The most memory that the heap takes; rounded up to 4 MiB. Default 256 MiB.
     *
     * @param bytes 8 MiB to the machine's memory
     * @return this
     */
    public HeapBuilder capacity(long bytes) {
        if (bytes < MIN_CAPACITY || bytes > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity=" + bytes + ": a heap has " + MIN_CAPACITY + " to "
                + MAX_CAPACITY + " bytes");
        }
        capacityBytes = (bytes + FrameLayout.REGION_LENGTH - 1) & -FrameLayout.REGION_LENGTH;
        return this;
    }

    /**
     * What an accessor does that meets a migration entry in a strict section. Default {@link OnMigration#CANCEL}. With {@link
     * OnMigration#RETRY} sections have to be tasks of {@link Session#run}; with {@link OnMigration#FALLBACK} each session opens
     * with a {@link Reserve}.
     *
     * @param policy CANCEL, RETRY or FALLBACK
     * @return this
     * @throws IllegalArgumentException for WAIT, which blocks
     * @throws IllegalStateException    for FALLBACK without bounds checks
     */
    public HeapBuilder onMigration(OnMigration policy) {
        if (Objects.requireNonNull(policy, "onMigration") == OnMigration.WAIT) {
            throw new IllegalArgumentException("onMigration=WAIT: strict sections must not block, because freed memory and"
                + " migrations wait for them; use sleepableOnMigration(WAIT) and session.enterSleepable(), or CANCEL");
        }
        onMigration = requirePossible(policy);
        return this;
    }

    /**
     * What an accessor does that meets a migration entry in a sleepable section, {@link Session#enterSleepable()}. Default {@link
     * OnMigration#CANCEL}.
     *
     * @param policy WAIT, FALLBACK or CANCEL
     * @return this
     * @throws IllegalArgumentException for RETRY, which belongs to {@link Session#run} and its strict sections
     * @throws IllegalStateException    for FALLBACK without bounds checks
     */
    public HeapBuilder sleepableOnMigration(OnMigration policy) {
        if (Objects.requireNonNull(policy, "sleepableOnMigration") == OnMigration.RETRY) {
            throw new IllegalArgumentException("sleepableOnMigration=RETRY: only session.run(task) can run a section again, and"
                + " its sections are strict; use onMigration(RETRY), or WAIT");
        }
        sleepableOnMigration = requirePossible(policy);
        return this;
    }

    private static OnMigration requirePossible(OnMigration policy) {
        if (policy == OnMigration.FALLBACK) {
            requireFallback();
        }
        return policy;
    }

    /** The check of an access is what leads it to the writes that wait. */
    static void requireFallback() {
        if (!Checks.BOUNDS) {
            throw new IllegalStateException("FALLBACK needs -D" + Checks.PROPERTY + "=bounds or full: it is " + Checks.level());
        }
    }

    /**
     * How long a grace period may last before it is reported to {@link #onStall} and before the memory that waits for it is
     * somebody's business. Default 10 s.
     *
     * @param limit 1 ms or more
     * @return this
     */
    public HeapBuilder stallLimit(Duration limit) {
        if (limit.compareTo(Duration.ofMillis(1)) < 0 || limit.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("stallLimit=" + limit + ": needs 1 ms to 1 day");
        }
        stallLimit = Optional.of(limit);
        return this;
    }

    /**
     * Who learns of sections that hold memory back: with the threads, their stacks, and how much waits. Called by whoever looks
     * at grace periods, mostly the compactor's thread; it should return soon. Default: nobody; {@link Compactor#state} tells it
     * those who ask.
     *
     * @param listener the listener
     * @return this
     */
    public HeapBuilder onStall(StallListener listener) {
        stallListener = Objects.requireNonNull(listener, "onStall");
        return this;
    }

    /**
     * How readers behave while a page moves. Default {@link ReadMode#READ_THROUGH}.
     *
     * @param mode the mode
     * @return this
     */
    public HeapBuilder readMode(ReadMode mode) {
        readMode = Objects.requireNonNull(mode, "readMode");
        return this;
    }

    /**
     * How much memory the pages of slots may hold for each live byte. While the application allocates and frees, the compactor
     * starts above the first ratio and stops a little below it: waiting makes pages emptier, and free slots are allocated
     * again. When less than one live byte in 2,000 is allocated or freed in 50 ms the heap is quiet, and the compactor
     * works towards the second ratio. Default 1.15 and 1.01.
     *
     * <p>With 0.07 more than the first in memory, and 8 MiB at least, sessions that open pages outside sections help, 0.2 ms for
     * each page at most and within {@link #maxCpu(double, double)}, if {@link Compactor#doWork} was called in the last second.
     *
     * @param start page memory / live slots that it allows under load; above 1
     * @param stop  page memory / live slots that it wants in a quiet heap; 1 to {@code start}
     * @return this
     */
    public HeapBuilder ratios(double start, double stop) {
        if (!(start > 1 && stop >= 1 && stop <= start)) {
            throw new IllegalArgumentException("startRatio=" + start + " stopRatio=" + stop + ": needs 1 <= stop <= start"
                + " and start > 1");
        }
        startRatio = start;
        stopRatio = stop;
        return this;
    }

    /**
     * The most that the compactor takes of one core, however much there is to do: as {@link #maxCpu(double, double)} with
     * the same share twice.
     *
     * @param share above 0, at most 1
     * @return this
     */
    public HeapBuilder maxCpu(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("maxCpu=" + share + ": needs 0 < share <= 1");
        }
        return maxCpu(share, share);
    }

    /**
     * The most that the compactor takes of one core: {@code near} when the memory held is close to what {@link #ratios} asks
     * for, more in proportion above it, and {@code far} from half as much again, for example after a mass delete. Default
     * 0.10 and 1.
     *
     * @param near above 0, at most 1
     * @param far  {@code near} to 1
     * @return this
     */
    public HeapBuilder maxCpu(double near, double far) {
        if (!(near > 0 && near <= far && far <= 1)) {
            throw new IllegalArgumentException("maxCpu=" + near + " to " + far + ": needs 0 < near <= far <= 1");
        }
        nearCpu = near;
        farCpu = far;
        return this;
    }

    /**
     * How long one {@code doWork} of the compactor goes on; it ends with the page it is at. Default 500 microseconds.
     *
     * @param slice above 0, at most a second
     * @return this
     */
    public HeapBuilder slice(Duration slice) {
        if (slice.isNegative() || slice.isZero() || slice.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("slice=" + slice + ": needs more than 0 and at most 1 s");
        }
        sliceNanos = slice.toNanos();
        return this;
    }

    /**
     * How long free frames stay in memory, to be used again, before they go back to the OS. That is for one frame in 32 of
     * those in use, 16 (1 MiB) at least; more than that goes back at once. Default 100 ms.
     *
     * @param decay 0 to a day
     * @return this
     */
    public HeapBuilder decay(Duration decay) {
        if (decay.isNegative() || decay.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("decay=" + decay + ": needs 0 to 1 day");
        }
        decayNanos = decay.toNanos();
        return this;
    }

    /**
     * Whether the kernel may back memory with huge pages of 2 MiB, which cost fewer misses of the processor's address cache. The
     * compactor lets it do so in regions of 4 MiB whose frames are all in use, and takes that back before memory of theirs goes
     * to the OS; objects above 4 MiB are allowed it at once. Elsewhere there are none, whatever the machine's setting is: a
     * touched frame would make its free neighbours resident. In a full region they may make resident what its pages hold and
     * have not touched yet. Needs {@code /sys/kernel/mm/transparent_hugepage/enabled} to be {@code madvise} or {@code always};
     * with {@code never}, or without a running compactor, this changes nothing for regions. Default false.
     *
     * @param allowed whether
     * @return this
     */
    public HeapBuilder hugePages(boolean allowed) {
        hugePages = allowed;
        return this;
    }

    /**
     * Builds the heap: reserves its address space.
     *
     * @return an open heap
     * @throws IllegalArgumentException if the capacity is more than the machine's memory
     * @throws IllegalStateException    if the JVM lacks a flag, or the platform what Pagurus needs of it
     * @throws org.pagurus.allocator.OffHeapExhaustedException if the OS refuses the address space
     */
    public Heap build() {
        return build(new Assembly());
    }

    /** As {@link #build}, with a protocol that may be defective: for tests. */
    Heap build(Function<PageTable, Protocol> protocolOf) {
        return build(new Assembly() {
            @Override
            Protocol protocol(PageTable table) {
                return protocolOf.apply(table);
            }
        });
    }

    /** As {@link #build}, with parts that may be defective: for tests. */
    Heap build(Assembly assembly) {
        Checks.requireValid();
        RawMemory.requireAccess();
        long machine = MachineMemory.totalBytes();
        if (capacityBytes > machine) {
            throw new IllegalArgumentException("capacity=" + capacityBytes + ": this machine, or container, has " + machine
                + " bytes; choose a capacity that leaves room for the Java heap");
        }
        return new Heap(this, assembly);
    }

    long capacityBytes() {
        return capacityBytes;
    }

    int reserveFrames() {
        return (int) Math.min(MAX_RESERVE_FRAMES, (capacityBytes >>> FrameLayout.FRAME_SHIFT) / RESERVE_PART);
    }

    AccessMode accessMode() {
        return new AccessMode(readMode == ReadMode.EXCLUSIVE, onMigration.encounter(), sleepableOnMigration.encounter());
    }

    Optional<Duration> stallLimit() {
        return stallLimit;
    }

    StallListener stallListener() {
        return stallListener;
    }

    Policy policy() {
        return new Policy(startRatio, stopRatio, nearCpu, farCpu);
    }

    long sliceNanos() {
        return sliceNanos;
    }

    boolean hugePages() {
        return hugePages;
    }

    long decayNanos() {
        return decayNanos;
    }
}
