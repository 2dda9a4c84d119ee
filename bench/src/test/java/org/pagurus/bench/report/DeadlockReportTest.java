package org.pagurus.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.explain.SampleOutcomes;
import org.xml.sax.InputSource;

class DeadlockReportTest {
    private final String html = DeadlockReport.toHtml(List.of(SampleOutcomes.deadlock(), SampleOutcomes.retry(),
        SampleOutcomes.failed()));

    @Test
    void write_outcomes_isSelfContained(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("o.html");
        DeadlockReport.write(List.of(SampleOutcomes.deadlock()), file);
        String written = Files.readString(file);
        assertTrue(written.startsWith("<!DOCTYPE html>"));
        for (String reference : List.of("http:", "https:", "src=", "href=", "url(", "@import", "<script")) {
            assertFalse(written.contains(reference), reference);
        }
        assertTrue(written.contains("prefers-color-scheme: dark") && written.contains("@media print"));
    }

    @Test
    void toHtml_drawings_areWellFormed() throws Exception {
        Matcher drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
        int lanes = 0;
        while (drawings.find()) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(drawings.group())));
            lanes += drawings.group().contains("class=\"lanes\"") ? 1 : 0;
        }
        assertEquals(3, lanes, "two of the deadlock, one of the retry, none without a result");
    }

    @Test
    void toHtml_theDeadlock_hasItsBeginningAndItsWhole() {
        assertTrue(html.contains("How it began") && html.contains("How it went on"));
        assertTrue(html.contains("MEETING begins; never ends"), "a tooltip");
        for (String lane : List.of("reader-1", "reader-2", "migrator", "grace period")) {
            assertTrue(html.contains(">" + lane + "</text>"), lane);
        }
    }

    @Test
    void number_hasTheDecimalsOfItsStep() {
        assertEquals("1,500", LaneChart.number(3, 500));
        assertEquals("0", LaneChart.number(0, 20));
        assertEquals("1.0", LaneChart.number(5, 0.2));
        assertEquals("0.15", LaneChart.number(3, 0.05));
        assertEquals("-0.02", LaneChart.number(-1, 0.02));
    }

    @Test
    void toHtml_textsFromOutside_areEscaped() {
        assertFalse(html.contains("<script>"));
        assertTrue(html.contains("&lt;script&gt;"));
    }
}
