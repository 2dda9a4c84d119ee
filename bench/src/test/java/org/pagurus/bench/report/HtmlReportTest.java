package org.pagurus.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.demo.SampleResults;
import org.pagurus.bench.frames.FrameMap;
import org.pagurus.bench.frames.FrameState;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;
import org.xml.sax.InputSource;

class HtmlReportTest {
    @Test
    void write_result_isSelfContained(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("o.html");
        HtmlReport.write(SampleResults.right(), file);
        String html = Files.readString(file);
        assertTrue(html.startsWith("<!DOCTYPE html>"));
        for (String reference : List.of("http:", "https:", "src=", "href=", "url(", "@import", "<script")) {
            assertFalse(html.contains(reference), reference);
        }
        assertTrue(html.contains("prefers-color-scheme: dark"));
        assertTrue(html.contains("2.00 \u2192 1.05"));
        assertTrue(html.contains("the heap&#39;s verifier found nothing") || html.contains("verifier found nothing"));
    }

    @Test
    void toHtml_drawings_areWellFormed() throws Exception {
        Matcher drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(HtmlReport.toHtml(SampleResults.right()));
        int count = 0;
        for (; drawings.find(); count++) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(drawings.group())));
        }
        assertTrue(count >= 3, "drawings=" + count);
    }

    @Test
    void toHtml_textsFromOutside_areEscaped() {
        String html = HtmlReport.toHtml(SampleResults.withErrors(1, List.of("<script>alert('x')</script> & \"more\"")));
        assertFalse(html.contains("<script>"));
        assertTrue(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"));
    }

    @Test
    void niceStep_variousMaxima_givesOneTwoOrFive() {
        assertEquals(20, LineChart.niceStep(120), 1e-9);
        assertEquals(5, LineChart.niceStep(21), 1e-9);
        assertEquals(0.5, LineChart.niceStep(3), 1e-9);
        assertEquals(200, LineChart.niceStep(1_024), 1e-9);
    }

    @Test
    void regionDrawing_counts_agreeWithTheHeap() {
        try (Heap heap = Heap.builder().capacity(16L << 20).build(); Session session = heap.openSession()) {
            session.allocate(4 << 20);
            session.allocate(100);
            RegionDrawing drawing = new RegionDrawing(FrameMap.of(heap.regionMap()), 2);
            assertEquals(2, FrameMap.of(heap.regionMap()).regionsInUse());
            assertEquals(64, drawing.frames(FrameState.Q5));
            assertEquals(1, drawing.frames(FrameState.Q1));
            assertEquals(3 * 64 - 1, drawing.frames(FrameState.RELEASED));
            assertEquals(0, drawing.foldedFrames());
            assertTrue(drawing.svg("a < b").contains("aria-label=\"a &lt; b\""));
        }
    }
}
