package org.pagurus.allocator.internal.os;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an embedder sees who forgot the flag. */
class AccessRefusalTest {
    /** Asks twice: the first failure of a class initializer is another error than the later ones. */
    static final class Main {
        private Main() {
        }

        public static void main(String[] args) {
            for (int i = 1; i <= 2; i++) {
                try {
                    RawMemory.requireAccess();
                    System.out.println(i + " granted");
                } catch (IllegalStateException e) {
                    System.out.println(i + " refused: " + e.getMessage());
                }
            }
        }
    }

    @Test
    void accessIsGrantedHere() {
        assertDoesNotThrow(RawMemory::requireAccess);
    }

    @Test
    void jvmWithoutTheExportIsRefusedByTheNameOfTheFlag() throws Exception {
        ChildJvm child = ChildJvm.run(Main.class, List.of());
        assertEquals(0, child.exitCode(), child.output());
        for (int i = 1; i <= 2; i++) {
            assertTrue(child.output().contains(i + " refused: this JVM does not export jdk.internal.misc"), child.output());
        }
        assertTrue(child.output().contains("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"), child.output());
    }

    @Test
    void jvmWithTheExportIsGrantedAccess() throws Exception {
        ChildJvm child = ChildJvm.run(Main.class, List.of(RawMemory.REQUIRED_FLAG));
        assertEquals(List.of("1 granted", "2 granted"), child.output().lines().toList());
    }
}
