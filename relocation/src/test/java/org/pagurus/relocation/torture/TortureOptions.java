package org.pagurus.relocation.torture;

import java.util.Locale;
import java.util.Objects;
import org.pagurus.rcu.Fence;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapBuilder;
import org.pagurus.relocation.HeapInside;
import org.pagurus.relocation.Mutation;
import org.pagurus.relocation.ReadMode;

/**
 * What to torture, and for how long.
 *
 * @param policy   what accessors do when they meet a migration entry
 * @param readMode of the heap
 * @param fence    of the heap's grace periods
 * @param millis   how long, at least {@link #MIN_MILLIS}; a finding ends it earlier
 * @param seed     of every random choice
 * @param mutation the seeded bug, or null for none
 */
public record TortureOptions(Policy policy, ReadMode readMode, Fence fence, long millis, long seed, Mutation mutation) {
    /** The shortest run. */
    public static final long MIN_MILLIS = 100;
    /** The longest run: a day. */
    public static final int MAX_SECONDS = 86_400;
    /** Stalled sections hold up what is freed meanwhile; but the heap shall run out of memory now and then. */
    private static final long CAPACITY = 64L << 20;

    /** Refuses what does not fit together. */
    public TortureOptions {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(readMode, "readMode");
        Objects.requireNonNull(fence, "fence");
        if (millis < MIN_MILLIS || millis > MAX_SECONDS * 1_000L) {
            throw new IllegalArgumentException("--seconds: " + millis / 1_000.0 + " is out of range; allowed are " + MIN_MILLIS
                / 1_000.0 + " to " + MAX_SECONDS + " for each run");
        }
        if (mutation != null && !mutation.concerns(readMode)) {
            throw new IllegalArgumentException("--read-mode: " + id(readMode) + ": " + mutation.id() + " does no harm there");
        }
        if (mutation != null && !mutation.concerns(policy.onMigration())) {
            throw new IllegalArgumentException("--policy: " + policy.id() + ": " + mutation.id() + " does no harm there");
        }
    }

    HeapInside build(Poison poison) {
        HeapBuilder settings = Heap.builder().capacity(CAPACITY).readMode(readMode);
        policy.configure(settings);
        return HeapInside.build(settings, fence, mutation,
            (table, protocol) -> new DelayedProtocol(table, protocol, seed), poison);
    }

    /** The command that repeats the run. */
    public String command() {
        return "./pagurus torture heap --seconds " + Math.max(1, (millis + 999) / 1_000) + " --seed " + seed + " --policy "
            + policy.id() + " --read-mode " + id(readMode) + (fence == Fence.AUTO ? "" : " --fence "
            + fence.name().toLowerCase(Locale.ROOT)) + (mutation == null ? "" : " --mutation " + mutation.id());
    }

    /** The name of a read mode for the command line. */
    public static String id(ReadMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
