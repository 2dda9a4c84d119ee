package org.pagurus.relocation.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.rcu.Fence;
import org.pagurus.relocation.Mutation;
import org.pagurus.relocation.ReadMode;

/** The heap holds while all that there is goes on at once, and the torture catches each seeded bug: so it can fail. */
class HeapTortureTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    private static final long MILLIS = Long.getLong("pagurus.torture.millis", 1_200);
    private static final long LIMIT_MILLIS = 60_000;
    private static final int SOME_MOVES = 50;

    static Stream<Arguments> heaps() {
        return Arrays.stream(Policy.values()).flatMap(policy ->
            Arrays.stream(ReadMode.values()).map(mode -> Arguments.of(policy, mode)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("heaps")
    void nothingIsWrong(Policy policy, ReadMode mode) throws InterruptedException {
        TortureResult result = Torture.run(new TortureOptions(policy, mode, Fence.AUTO, MILLIS, SEED, null), progress -> { });
        assertTrue(result.isRight(), result.toString());
        assumeTrue(result.moves() >= SOME_MOVES, "the machine was too busy: " + result);
        assertTrue(result.rounds() > 0 && result.operations() > 0 && result.folds() > 0 && result.pins() > 0, result.toString());
        assertTrue(result.replaced() > 0, result.toString());
        assertTrue(result.objectPins() > 0 && result.poisonedFrames() > 0 && result.mayflies() > 0, result.toString());
        assertEquals(0, switch (policy) {
            case CANCEL -> result.waits() + result.retries() + result.snapshots() + result.buffered();
            case WAIT -> result.retries() + result.snapshots() + result.buffered();
            case RETRY -> result.waits() + result.snapshots() + result.buffered();
            case FALLBACK -> result.waits() + result.retries();
        }, result.toString());
    }

    static Stream<Arguments> bugs() {
        return Arrays.stream(Mutation.values()).flatMap(bug -> Arrays.stream(ReadMode.values()).filter(bug::concerns)
            .map(mode -> Arguments.of(bug, firstHarmed(bug), mode)));
    }

    private static Policy firstHarmed(Mutation bug) {
        return Arrays.stream(Policy.values()).filter(policy -> bug.concerns(policy.onMigration())).findFirst().orElseThrow();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("bugs")
    void seededBugIsCaught(Mutation bug, Policy policy, ReadMode mode) throws InterruptedException {
        MutationCheck check = new MutationCheck(
            Torture.run(new TortureOptions(policy, mode, Fence.AUTO, LIMIT_MILLIS, SEED, bug), progress -> { }));
        assertTrue(check.isCaught(), check.result().toString());
        assertEquals(bug.makesWait(), check.result().finding().kind() == Finding.Kind.NO_PROGRESS, check.result().toString());
    }

    /** An exception of the torture's own is no proof that it can find anything. */
    @Test
    void anErrorIsNotACaughtBug() {
        TortureOptions options =
            new TortureOptions(Policy.CANCEL, ReadMode.EXCLUSIVE, Fence.AUTO, MILLIS, SEED, Mutation.BEGIN_WITH_PINS);
        Stage stage = new Stage(options);
        stage.reportThrown(new IllegalStateException("of the test"));
        assertEquals(Finding.Kind.ERROR, stage.finding().kind());
        assertFalse(new MutationCheck(result(options, stage.finding())).isCaught());
        stage.inside().discard();
    }

    private static TortureResult result(TortureOptions options, Finding finding) {
        return new TortureResult(options, finding, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false);
    }
}
