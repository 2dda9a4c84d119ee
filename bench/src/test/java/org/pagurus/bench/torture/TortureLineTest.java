package org.pagurus.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.pagurus.rcu.torture.TortureProgress;

class TortureLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed(boolean redrawing, int tenths) {
        TortureLine line = new TortureLine(out, redrawing, "torture");
        for (int i = 0; i <= tenths; i++) {
            line.accept(new TortureProgress(i * 100_000_000L, 1_000L << i, 10L * i, i, i % 2 == 0 ? "mixed" : "callbacks"));
        }
        line.end();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void accept_shortRun_printsNothing() {
        assertEquals("", printed(false, 19));
    }

    @Test
    void accept_noTerminal_printsALineForEachSecond() {
        String printed = printed(false, 40);
        assertEquals(3, printed.lines().count(), printed);
        assertFalse(printed.contains("\r"));
    }

    @Test
    void accept_terminal_drawsOneLineAgain() {
        String printed = printed(true, 40);
        assertEquals(3, printed.chars().filter(c -> c == '\r').count());
        assertEquals(1, printed.chars().filter(c -> c == '\n').count(), printed);
        assertTrue(printed.endsWith(System.lineSeparator()));
    }
}
