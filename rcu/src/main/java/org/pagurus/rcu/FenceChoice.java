package org.pagurus.rcu;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

import org.pagurus.rcu.internal.system.Membarrier;

/**
 * The fence of one domain, {@link Fence#FULL} or {@link Fence#ASYMMETRIC}, and why it is this one.
 */
record FenceChoice(Fence fence, String reason) {
    static final String PROPERTY = "pagurus.rcu.fence";

    /** What the system property asks for. */
    static FenceChoice byProperty() {
        final String value = System.getProperty(PROPERTY, "auto");
        final Fence wanted = switch (value.toLowerCase(Locale.ROOT)) {
            case "full" -> Fence.FULL;
            case "asymmetric" -> Fence.ASYMMETRIC;
            case "auto" -> Fence.AUTO;
            default -> throw new IllegalArgumentException("not a fence: " + PROPERTY + "=" + value
                + ", allowed: full, asymmetric, auto");
        };
        return decide(wanted, PROPERTY + "=" + value, Membarrier::refusal);
    }

    /** What a caller asks for. */
    static FenceChoice of(final Fence wanted) {
        return decide(Objects.requireNonNull(wanted, "fence"), "argument=" + wanted, Membarrier::refusal);
    }

    /**
     * Decides.
     *
     * @param refusal why ASYMMETRIC cannot be had, or null if it can; only asked if that matters, so that a domain with a full
     *                fence loads no native code
     */
    static FenceChoice decide(final Fence wanted, final String by, final Supplier<String> refusal) {
        if (wanted == Fence.FULL) {
            return new FenceChoice(Fence.FULL, by);
        }
        final String why = refusal.get();
        if (why == null) {
            return new FenceChoice(Fence.ASYMMETRIC, by + ": membarrier works");
        }
        if (wanted == Fence.ASYMMETRIC) {
            throw new UnsupportedOperationException("no asymmetric fence: " + why + " (" + by + ")");
        }
        return new FenceChoice(Fence.FULL, by + ": " + why);
    }

    boolean isFull() {
        return fence == Fence.FULL;
    }
}
