package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.relocation.internal.migration.Policy;

/** The builder refuses what is not allowed, at once and with the range; what only the platform can refuse, at build. */
class HeapBuilderTest {
    private static final String EXPORT = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final long MIB = 1L << 20;

    private static void assertRefused(String message, Consumer<HeapBuilder> setter) {
        HeapBuilder builder = Heap.builder();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> setter.accept(builder));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        // A refused value leaves the builder as it was.
        assertDefaults(builder);
    }

    private static void assertDefaults(HeapBuilder builder) {
        assertEquals(256 * MIB, builder.capacityBytes());
        assertEquals(OnMigration.CANCEL.encounter(), builder.accessMode().strictDefault());
        assertEquals(OnMigration.CANCEL.encounter(), builder.accessMode().sleepableDefault());
        assertFalse(builder.accessMode().exclusive());
        assertEquals(new Policy(1.15, 1.01, 0.10, 1), builder.policy());
        assertEquals(500_000, builder.sliceNanos());
        assertEquals(100_000_000, builder.decayNanos());
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertDefaults(Heap.builder());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1, 8 * MIB - 1, (1L << 44) + 1, Long.MAX_VALUE})
    void capacityOutsideItsRangeIsRefused(long bytes) {
        assertRefused("capacity=" + bytes + ": a heap has 8388608 to 17592186044416 bytes", builder -> builder.capacity(bytes));
    }

    @Test
    void capacityAboveTheMachinesMemoryIsRefusedAtBuild() {
        HeapBuilder builder = Heap.builder().capacity(1L << 44);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("capacity=17592186044416: this machine, or container, has "), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"8388608, 8388608", "8388609, 12582912", "12582912, 12582912"})
    void capacityIsRoundedUpTo4MiB(long bytes, long rounded) {
        try (Heap heap = Heap.builder().capacity(bytes).build()) {
            assertEquals(rounded, heap.stats().capacityBytes());
            assertEquals(List.of(), heap.verify());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0.9, 0.9", "1.2, 1.3", "1.2, 0.99", "NaN, 1", "1.2, NaN", "NaN, NaN", "-Infinity, 1", "1.2, -1",
        "1.2, Infinity"})
    void ratiosOutsideTheirRangeAreRefused(double start, double stop) {
        assertRefused("startRatio=" + start + " stopRatio=" + stop + ": needs 1 <= stop <= start",
            builder -> builder.ratios(start, stop));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -1, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void maxCpuOutsideItsRangeIsRefused(double share) {
        assertRefused("maxCpu=" + share + ": needs 0 < share <= 1", builder -> builder.maxCpu(share));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT1.000000001S", "PT2540400H", "PT-9223372036854775808S"})
    void sliceOutsideItsRangeIsRefused(Duration slice) {
        assertRefused("slice=" + slice + ": needs more than 0 and at most 1 s", builder -> builder.slice(slice));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.000000001S", "PT24H0.000000001S", "PT9223372036854775807S"})
    void decayOutsideItsRangeIsRefused(Duration decay) {
        assertRefused("decay=" + decay + ": needs 0 to 1 day", builder -> builder.decay(decay));
    }

    @Test
    void boundsOfTheRangesAreAllowed() {
        HeapBuilder builder = Heap.builder().ratios(1.0000001, 1).maxCpu(1);
        builder.slice(Duration.ofSeconds(1)).decay(Duration.ofDays(1));
        assertEquals(1.0, builder.policy().nearCpu());
        assertEquals(1.0, builder.policy().farCpu());
        assertEquals(TimeUnit.DAYS.toNanos(1), builder.decayNanos());
        builder.ratios(3, 3).maxCpu(Double.MIN_VALUE).slice(Duration.ofNanos(1)).decay(Duration.ZERO);
        assertEquals(1, builder.sliceNanos());
        assertEquals(0, builder.decayNanos());
    }

    @Test
    void nullIsRefused() {
        assertThrows(NullPointerException.class, () -> Heap.builder().onMigration(null));
        assertThrows(NullPointerException.class, () -> Heap.builder().readMode(null));
        assertThrows(NullPointerException.class, () -> Heap.builder().slice(null));
        assertThrows(NullPointerException.class, () -> Heap.builder().decay(null));
    }

    // ---- in a JVM of its own ----

    /** What the child JVM runs: it prints what a builder answers, twice, as a class that fails to load fails differently. */
    static final class Child {
        private Child() {
        }

        public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
                try (Heap heap = Heap.builder().capacity(16 * MIB).build()) {
                    System.out.println("built " + heap.verify());
                } catch (RuntimeException e) {
                    System.out.println(e);
                }
            }
        }
    }

    private static List<String> child(String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            Child.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        // Newer JDKs warn about native access, in lines of their own.
        return output.lines().filter(line -> line.startsWith("built") || line.startsWith("java.lang.")).toList();
    }

    @Test
    void missingFlagIsNamed() throws Exception {
        List<String> lines = child();
        assertEquals(2, lines.size(), lines::toString);
        for (String line : lines) {
            assertTrue(line.startsWith("java.lang.IllegalStateException: this JVM does not export jdk.internal.misc"), line);
            assertTrue(line.endsWith("start it with " + EXPORT), line);
        }
    }

    @Test
    void levelOfChecksThatDoesNotExistIsRefused() throws Exception {
        String refusal = "java.lang.IllegalArgumentException: -Dpagurus.checks=bogus: expected none, bounds or full";
        assertEquals(List.of(refusal, refusal), child(EXPORT, "-Dpagurus.checks=bogus"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "full"})
    void levelsOfChecksThatExistAreTaken(String level) throws Exception {
        assertEquals(List.of("built []", "built []"), child(EXPORT, "-Dpagurus.checks=" + level));
    }
}
