package org.pagurus.relocation.torture;

import java.util.function.Consumer;

/**
 * Whether the torture has caught a seeded bug.
 *
 * @param result what the run found
 */
public record MutationCheck(TortureResult result) {
    /**
     * Tortures a heap with a bug until it is found, or the time is up.
     *
     * @param options with a mutation
     * @param watcher sees how the run goes on
     */
    public static MutationCheck run(TortureOptions options, Consumer<? super TortureProgress> watcher)
        throws InterruptedException {
        return new MutationCheck(Torture.run(options, watcher));
    }

    /** Whether the finding is one that the bug can have caused. An error may be the torture's own. */
    public boolean isCaught() {
        if (result.isRight()) {
            return false;
        }
        return switch (result.finding().kind()) {
            case ERROR -> false;
            case NO_PROGRESS -> result.options().mutation().makesWait();
            default -> true;
        };
    }
}
