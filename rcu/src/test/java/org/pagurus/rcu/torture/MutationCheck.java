package org.pagurus.rcu.torture;

import java.util.function.Consumer;

import org.pagurus.rcu.Fence;
import org.pagurus.rcu.Mutation;
import org.pagurus.rcu.internal.system.Membarrier;

/**
 * Whether the torture has caught a seeded bug.
 *
 * @param result what the run found
 */
public record MutationCheck(TortureResult result) {
    /**
     * Tortures a domain with a bug until it is found, or the time is up.
     *
     * @param options with a mutation
     * @param watcher sees how the run goes on
     */
    public static MutationCheck run(final TortureOptions options, final Consumer<? super TortureProgress> watcher)
            throws InterruptedException {
        return new MutationCheck(Torture.run(options, watcher));
    }

    /** Why no domain on this machine can have the bug, or null if one can. */
    public static String impossible(final Mutation mutation) {
        return mutation.fence() == Fence.ASYMMETRIC ? Membarrier.refusal() : null;
    }

    /** Whether the finding is one that the bug can have caused. An error may be the torture's own. */
    public boolean isCaught() {
        if (result.isRight()) {
            return false;
        }
        return switch (result.finding().kind()) {
            case ERROR -> false;
            case NO_PROGRESS -> result.options().mutation() == Mutation.LOST_WAKE_UP;
            default -> true;
        };
    }

    /**
     * Why a bug that was not caught could not be expected to be, or null. A missing fence shows only if two threads run at the
     * same time, for a while.
     */
    public String excuse() {
        final Mutation mutation = result.options().mutation();
        if (mutation != Mutation.DROP_ENTER_FENCE && mutation != Mutation.DROP_MEMBARRIER) {
            return null;
        }
        if (Runtime.getRuntime().availableProcessors() == 1) {
            return "needs two processors";
        }
        return result.tightRounds() < StoreBuffering.TELLING_ROUNDS ? "the processors were too busy: " + result.tightRounds()
            + " rounds in which two threads ran at the same time, " + StoreBuffering.TELLING_ROUNDS + " would tell" : null;
    }
}
