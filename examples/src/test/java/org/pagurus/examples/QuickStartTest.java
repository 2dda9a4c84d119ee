package org.pagurus.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickStartTest {
    private static final Path SOURCE = Path.of("src/main/java/org/pagurus/examples/QuickStart.java");
    private static final int README_LINES = 10;

    @Test
    void main_run_readsBackWhatItStored() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            QuickStart.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertEquals("read back: 42", printed.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void source_betweenMarkers_fitsTheReadme() throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        int begin = lines.indexOf("        // quick start: begin");
        int end = lines.indexOf("        // quick start: end");
        assertTrue(begin >= 0 && end > begin, "markers are missing in " + SOURCE);
        assertEquals(README_LINES, end - begin - 1, "lines for the README");
    }
}
