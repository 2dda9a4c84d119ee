package org.pagurus.rcu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;

/** The fences that can be tested on this machine. */
final class Fences {
    private Fences() {
    }

    /** FULL, and ASYMMETRIC where it works: a method source. */
    static Stream<FenceChoice> testable() {
        final Stream<Fence> fences =
            Membarrier.refusal() == null ? Stream.of(Fence.FULL, Fence.ASYMMETRIC) : Stream.of(Fence.FULL);
        return fences.map(FenceChoice::of);
    }

    static void assumeAsymmetric() {
        assumeTrue(Membarrier.refusal() == null, Membarrier.refusal());
    }
}
