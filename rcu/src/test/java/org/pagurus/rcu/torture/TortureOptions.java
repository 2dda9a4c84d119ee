package org.pagurus.rcu.torture;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.pagurus.rcu.Fence;
import org.pagurus.rcu.Mutation;

/**
 * What to torture, and for how long.
 *
 * @param kind            of the domain
 * @param fence           of the domain
 * @param readers         threads that read all the time, 1 to {@link #MAX_READERS}; others come and go
 * @param seconds         how long, {@link #MIN_SECONDS} to {@link #MAX_SECONDS}; a finding ends it earlier
 * @param seed            of every random choice
 * @param mutation        the seeded bug of the domain, or null for none
 * @param noProgressNanos after how long without the end of a grace period there is no progress, 1 ms or more
 */
public record TortureOptions(Kind kind, Fence fence, int readers, int seconds, long seed, Mutation mutation,
        long noProgressNanos) {
    /** How many readers unless somebody says otherwise. */
    public static final int DEFAULT_READERS = 4;
    /** The most readers. */
    public static final int MAX_READERS = 64;
    /** The shortest run. */
    public static final int MIN_SECONDS = 1;
    /** The longest run: a day. */
    public static final int MAX_SECONDS = 86_400;
    /** When there is no progress, unless there cannot be any. */
    public static final long NO_PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** The same where there cannot be any, as waiters wait for each other: nothing is gained by waiting longer. */
    public static final long NO_PROGRESS_NANOS_OF_LOST_WAKE_UP = TimeUnit.SECONDS.toNanos(1);

    /** Refuses what is out of range, or does not fit together. */
    public TortureOptions {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(fence, "fence");
        requireRange("--readers", readers, 1, MAX_READERS);
        requireRange("--seconds", seconds, MIN_SECONDS, MAX_SECONDS);
        if (mutation != null && !kinds(mutation, kind)) {
            throw new IllegalArgumentException("--kind: a " + kind.id() + " domain does not have the part that "
                + mutation.id() + " breaks; allowed: " + kindOf(mutation).id());
        }
        if (mutation != null && mutation.fence() != Fence.AUTO && mutation.fence() != fence) {
            throw new IllegalArgumentException("--fence: " + id(fence) + " does not have the part that " + mutation.id()
                + " breaks; allowed: " + id(mutation.fence()));
        }
    }

    /** A domain without a bug. */
    public static TortureOptions of(final Kind kind, final Fence fence, final int readers, final int seconds, final long seed) {
        return new TortureOptions(kind, fence, readers, seconds, seed, null, NO_PROGRESS_NANOS);
    }

    /**
     * A domain with a seeded bug.
     *
     * @param kind  null for one that has the part which is broken
     * @param fence null for one that has the part which is broken
     */
    public static TortureOptions of(final Mutation mutation, final Kind kind, final Fence fence, final int readers,
            final int seconds, final long seed) {
        return new TortureOptions(kind == null ? kindOf(mutation) : kind, fence == null ? mutation.fence() : fence, readers,
            seconds, seed, mutation,
            mutation == Mutation.LOST_WAKE_UP ? NO_PROGRESS_NANOS_OF_LOST_WAKE_UP : NO_PROGRESS_NANOS);
    }

    /** The command that repeats the run. */
    public String command() {
        return "./pagurus torture rcu --seconds " + seconds + " --seed " + seed + " --readers " + readers + " --kind " + kind.id()
            + (fence == Fence.AUTO ? "" : " --fence " + id(fence)) + (mutation == null ? "" : " --mutation " + mutation.id());
    }

    /** The name of a fence for the command line. */
    public static String id(final Fence fence) {
        return fence.name().toLowerCase(Locale.ROOT);
    }

    private static Kind kindOf(final Mutation mutation) {
        return mutation.isInStrict() ? Kind.STRICT : Kind.SLEEPABLE;
    }

    private static boolean kinds(final Mutation mutation, final Kind kind) {
        return kind == Kind.STRICT ? mutation.isInStrict() : mutation.isInSleepable();
    }

    private static void requireRange(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " is out of range; allowed are " + min + " to " + max);
        }
    }
}
