package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.rcu.torture.Finding;
import org.pagurus.rcu.torture.MutationCheck;
import org.pagurus.rcu.torture.TortureOptions;

/** The torture catches each seeded bug, with every fence with which it is one. */
class SeededBugsTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    private static final int LIMIT_SECONDS = 30;

    static Stream<Arguments> bugs() {
        return Arrays.stream(Mutation.values()).flatMap(bug -> Fences.testable()
            .filter(fence -> bug.fence() == Fence.AUTO || bug.fence() == fence).map(fence -> Arguments.of(bug, fence)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("bugs")
    void tortureCatches(final Mutation bug, final Fence fence) throws InterruptedException {
        final MutationCheck check = MutationCheck.run(
            TortureOptions.of(bug, null, fence, TortureOptions.DEFAULT_READERS, LIMIT_SECONDS, SEED), progress -> { });

        assumeTrue(check.isCaught() || check.excuse() == null, check.excuse() + ": " + check.result());
        assertTrue(check.isCaught(), check.result().toString());
        assertEquals(bug == Mutation.LOST_WAKE_UP, check.result().finding().kind() == Finding.Kind.NO_PROGRESS,
            check.result().toString());
    }
}
