package org.pagurus.bench.goals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnJvmTest {
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-Xmx64m");

    /** Says in which process it ran. */
    public static final class Measured implements GoalGroup.Measurement {
        @Override
        public List<Goal> measure(Consumer<String> progress) {
            progress.accept("measuring");
            return List.of(Goal.figure("process", "", ProcessHandle.current().pid()), Goal.atMost("memory", 1, 2).with("beside"),
                Goal.notMeasured("library", "absent"));
        }
    }

    /** Fails, and leaves a thread behind. */
    public static final class Failing implements GoalGroup.Measurement {
        @Override
        public List<Goal> measure(Consumer<String> progress) throws InterruptedException {
            Thread thread = new Thread(() -> {
                while (true) {
                    Thread.onSpinWait();
                }
            });
            thread.start();
            throw new IllegalStateException("a read was wrong");
        }
    }

    @Test
    void goals_comeFromAnotherProcess() throws Exception {
        List<String> progress = new ArrayList<>();
        List<Goal> goals = new OwnJvm(QUICK, Measured.class).measure(progress::add);
        // Looked at several times a second: a name that was there for less may be missed.
        progress.forEach(name -> assertTrue(name.isEmpty() || name.equals("measuring"), name));
        assertEquals(3, goals.size());
        assertNotEquals(ProcessHandle.current().pid(), goals.get(0).value());
        assertEquals(Goal.atMost("memory", 1, 2).with("beside"), goals.get(1));
        assertEquals(Goal.notMeasured("library", "absent"), goals.get(2));
    }

    @Test
    void failure_saysWhatTheProcessSaid() {
        IOException failure = assertThrows(IOException.class, () -> new OwnJvm(QUICK, Failing.class).measure(ignored -> { }));
        assertTrue(failure.getMessage().startsWith("its JVM failed, exit code 1"), failure.getMessage());
        assertTrue(failure.getMessage().contains("a read was wrong"), failure.getMessage());
    }
}
