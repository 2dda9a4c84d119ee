package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForksTest {
    /** Proof that a failure of the other JVM is not lost. */
    @Test
    void jvmThatDoesNotStart_isAFailureWithItsOwnWords() throws IOException {
        Forks forks = new Forks(List.of("-XX:NoSuchFlag=1"), 4L << 20, 7, 1, name -> { });
        Forks.Result result = forks.run(new Schedule.Run("C2", 1, Allocator.MALLOC));
        assertEquals(List.of(), result.rows());
        assertTrue(result.failure().startsWith("C2 malloc seed=7 failed, exit code 1"), result.failure());
        assertTrue(result.failure().contains("NoSuchFlag"), result.failure());
    }

    @Test
    void exceptionOfTheRun_isAFailureWithItsStack() throws IOException {
        // Without the export a heap cannot be built.
        Forks forks = new Forks(List.of(), 4L << 20, 7, 1, name -> { });
        Forks.Result result = forks.run(new Schedule.Run("C2", 1, Allocator.PAGURUS));
        assertTrue(result.failure().contains("add-exports") && result.failure().contains("at org.pagurus"), result.failure());
    }
}
