package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

/** A JVM that was stopped while a reader was in its section has no stalled grace period when it goes on. */
class StoppedJvmTest {
    private static final long LIMIT_MILLIS = 1_500;
    private static final long STOPPED_MILLIS = 2_500;

    @Test
    void timeWhenTheJvmWasStoppedIsNoStall() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "no /bin/kill");
        final Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
            "-Dpagurus.rcu.fence=full", "-cp", System.getProperty("java.class.path"), Child.class.getName())
            .redirectErrorStream(true).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("waiting", out.readLine());
            Thread.sleep(200);
            signal("-STOP", child);
            Thread.sleep(STOPPED_MILLIS);
            signal("-CONT", child);
            final String line = out.readLine();
            // The wait lasted longer than the limit, and yet less than the limit of it was lived through.
            assertTrue(line != null && line.startsWith("stalls=0 waitedMillis="), line);
            assertTrue(Long.parseLong(line.substring(line.lastIndexOf('=') + 1)) >= STOPPED_MILLIS, line);
            assertEquals("stalls=1", out.readLine(), "and it is reported when the JVM runs on for that long");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static void signal(final String signal, final Process process) throws IOException, InterruptedException {
        final Process kill = new ProcessBuilder("/bin/kill", signal, Long.toString(process.pid())).inheritIO().start();
        assertTrue(kill.waitFor(10, TimeUnit.SECONDS) && kill.exitValue() == 0, "kill " + signal);
    }

    /** Waits for a reader that never leaves, and tells when the JVM was stopped, and when the stall is reported. */
    static final class Child {
        private Child() {
        }

        public static void main(final String[] arguments) throws InterruptedException {
            final RcuDomain domain =
                RcuDomain.builder().stallLimit(TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS)).strict();
            final AtomicReference<StallReport> report = new AtomicReference<>();
            domain.onStall(report::set);
            final SectionHolder holder = SectionHolder.enter(domain, "holder");
            final long beginNanos = System.nanoTime();
            long lastNanos = beginNanos;
            System.out.println("waiting");
            boolean stopped = false;
            while (report.get() == null) {
                domain.synchronize(TimeUnit.MILLISECONDS.toNanos(10));
                final long nowNanos = System.nanoTime();
                if (!stopped && nowNanos - lastNanos > TimeUnit.MILLISECONDS.toNanos(STOPPED_MILLIS / 2)) {
                    stopped = true;
                    System.out.println("stalls=" + domain.stats().stalls() + " waitedMillis="
                        + TimeUnit.NANOSECONDS.toMillis(nowNanos - beginNanos));
                }
                lastNanos = nowNanos;
            }
            System.out.println("stalls=" + domain.stats().stalls());
            holder.close();
        }
    }
}
