package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.defrag.Row;
import org.pagurus.bench.defrag.RowJson;
import org.pagurus.bench.goals.Setting;

class ReportCommandTest {
    @TempDir
    private Path folder;
    private Path json;

    @BeforeEach
    void write() throws IOException {
        json = folder.resolve("a.json");
        RowJson.write(List.of(SampleRecords.of(Row.class, Map.of(String.class, Optional.of("e3")))),
            Setting.here(List.of("bench", "defrag")), json);
    }

    private static Invocation report(Object... options) {
        return Invocation.of(Stream.concat(Stream.of("bench", "report"), Stream.of(options).map(Object::toString))
            .toArray(String[]::new));
    }

    @Test
    void report_ofPublishedRows_drawsThem() throws IOException {
        Path html = folder.resolve("o.html");
        Path png = folder.resolve("deep/png");
        Invocation invocation = report("--from", json, "--report", html, "--png", png);
        assertEquals(Main.OK, invocation.exitCode(), invocation.err());
        assertTrue(Files.readString(html).contains("./pagurus bench defrag"));
        assertTrue(invocation.out().contains("Report: " + html) && invocation.out().contains("ratios.png"), invocation.out());
        assertTrue(Files.size(png.resolve("ratios.png")) > 1_000);
        assertTrue(Files.size(png.resolve("memory-e3.png")) > 1_000);
    }

    private static void assertRefused(String message, Object... options) {
        Invocation invocation = report(options);
        assertEquals(Main.UNUSABLE, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.err().contains(message), invocation.err());
    }

    @Test
    void report_argumentsThatDoNotGo_saysWhatToDo() throws IOException {
        Path text = folder.resolve("b.json");
        Files.writeString(text, "[1]");
        assertRefused("nothing to draw into: give --report FILE.html, --png FOLDER, or both", "--from", json);
        assertRefused("there is no such file", "--from", folder.resolve("none"), "--report", folder.resolve("o.html"));
        assertRefused("it is a folder", "--from", folder, "--report", folder.resolve("o.html"));
        assertRefused("both name", "--from", json, "--report", json);
        assertRefused("b.json cannot be drawn", "--from", text, "--report", folder.resolve("o.html"));
        assertRefused("a file has its name", "--from", json, "--png", text);
        assertRefused("'--from=FILE.json'", "--report", folder.resolve("o.html"));
    }
}
