package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pagurus.rcu.internal.system.Membarrier;
import org.pagurus.rcu.jcstress.LitmusRun;
import org.pagurus.rcu.litmus.EnterAndScan;
import org.pagurus.rcu.litmus.Publication;
import org.pagurus.rcu.litmus.UseAfterFree;

/** Runs the litmus tests of {@code org.pagurus.rcu.litmus}. */
class LitmusTest {
    @TestFactory
    Stream<DynamicTest> litmus() throws IOException, InterruptedException {
        return new LitmusRun(List.of(EnterAndScan.class, Publication.class, UseAfterFree.class),
            // For JDK 24 and later, where native access without it prints a warning; 17 accepts it.
            List.of("--enable-native-access=ALL-UNNAMED"),
            name -> name.contains("Asymmetric") ? Membarrier.refusal() : null)
            .run().map(one -> DynamicTest.dynamicTest(one.shortName(), () -> {
                assumeTrue(one.refusal() == null, one.refusal());
                assertNull(one.problem());
            }));
    }
}
