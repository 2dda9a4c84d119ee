package org.pagurus.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void accept_noTerminal_printsALineForEachSecond() {
        ProgressLine progress = new ProgressLine(out, false, 8);
        for (Sample sample : SampleResults.right().samples()) {
            progress.accept(sample);
            progress.accept(sample);
        }
        progress.end();
        assertEquals(1 + 8, printed().lines().count(), printed());
        assertTrue(printed().lines().allMatch(line -> line.length() <= 110), printed());
        assertTrue(printed().contains("compactor on"), printed());
    }

    @Test
    void accept_terminal_drawsOneLineAgain() {
        ProgressLine progress = new ProgressLine(out, true, 8);
        SampleResults.right().samples().forEach(progress);
        progress.accept(SampleResults.sample(8, Phase.SETTLING, 1L << 20, 200L << 20));
        progress.end();
        assertEquals(9, printed().chars().filter(c -> c == '\r').count());
        assertEquals(1, printed().lines().skip(1).flatMap(line -> Arrays.stream(line.split("\r"))).filter(line -> !line.isEmpty())
            .map(String::length).distinct().count(), printed());
        assertEquals(2, printed().chars().filter(c -> c == '\n').count(), printed());
        assertTrue(printed().endsWith(System.lineSeparator()));
    }
}
