package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.rcu.jcstress.LitmusRun;
import org.pagurus.relocation.litmus.CancelAndCommit;
import org.pagurus.relocation.litmus.CopyAndCommit;
import org.pagurus.relocation.litmus.FoldAndFree;
import org.pagurus.relocation.litmus.PinAndPutBack;
import org.pagurus.relocation.litmus.ReaderAndRecycling;
import org.pagurus.relocation.litmus.WriterAndMove;

/** Runs the litmus tests of {@code org.pagurus.relocation.litmus}. */
class HeapLitmusTest {
    /** As the parent's {@code pagurus.jvm.flags}, as far as these tests need them. */
    private static final List<String> FLAGS = List.of(RawMemory.REQUIRED_FLAG, "--enable-native-access=ALL-UNNAMED",
        "-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow");

    @TestFactory
    Stream<DynamicTest> litmus() throws IOException, InterruptedException {
        return new LitmusRun(List.of(WriterAndMove.class, ReaderAndRecycling.class, CancelAndCommit.class, FoldAndFree.class,
            PinAndPutBack.class, CopyAndCommit.class), FLAGS, name -> null)
            .run().map(one -> DynamicTest.dynamicTest(one.shortName(), () -> {
                assumeTrue(one.refusal() == null, one.refusal());
                assertNull(one.problem());
            }));
    }
}
