package org.pagurus.rcu.internal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class MembarrierTest {
    /** A kernel may refuse, in a container for one, but the way to it must be there wherever it is known. */
    @Test
    void nativeCallWorks() {
        final String refusal = String.valueOf(Membarrier.refusal());
        assertFalse(refusal.startsWith("no native calls"), refusal);
        assumeTrue(Membarrier.refusal() == null, refusal);
        Membarrier.onAllThreads();
    }

    @Test
    void numbersOfTheSystemCalls() {
        assertEquals(324, SystemCalls.number("amd64", 324, 283));
        assertEquals(283, SystemCalls.number("aarch64", 324, 283));
        assertEquals(-1, SystemCalls.number("riscv64", 324, 283));
    }

    @Test
    void onlyHotSpotWithItsOwnCompilersIsTrusted() {
        assertTrue(Membarrier.isKnownCompiler("OpenJDK 64-Bit Server VM", "25.0.3+9-LTS"));
        assertTrue(Membarrier.isKnownCompiler("Java HotSpot(TM) 64-Bit Server VM", "17.0.12+8-LTS-286"));
        assertFalse(Membarrier.isKnownCompiler("Java HotSpot(TM) 64-Bit Server VM", "21.0.4+8-LTS-jvmci-23.1-b41"));
        assertFalse(Membarrier.isKnownCompiler("Eclipse OpenJ9 VM", "openj9-0.46.0"));
        assertFalse(Membarrier.isKnownCompiler("Substrate VM", "21.0.4+7-LTS"));
    }
}
