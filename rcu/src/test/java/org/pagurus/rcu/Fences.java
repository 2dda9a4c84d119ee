package org.pagurus.rcu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;

import org.pagurus.rcu.internal.system.Membarrier;

/** The fences that can be tested on this machine. */
final class Fences {
    private Fences() {
    }

    /** FULL, and ASYMMETRIC where it works: a method source. */
    static Stream<Fence> testable() {
        return
            Membarrier.refusal() == null ? Stream.of(Fence.FULL, Fence.ASYMMETRIC) : Stream.of(Fence.FULL);
    }

    static void assumeAsymmetric() {
        assumeTrue(Membarrier.refusal() == null, Membarrier.refusal());
    }
}
