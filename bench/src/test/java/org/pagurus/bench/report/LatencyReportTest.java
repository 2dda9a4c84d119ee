package org.pagurus.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.latency.LatencyRow;
import org.pagurus.bench.latency.LatencyRows;
import org.pagurus.bench.latency.Load;
import org.xml.sax.InputSource;

class LatencyReportTest {
    private static final List<LatencyRow> ROWS = List.of(
        LatencyRows.row("CANCEL", Load.QUIET, null, 0, 700, 0),
        LatencyRows.row("CANCEL", Load.MOVING, 50, 0, 710, 30_000),
        LatencyRows.row("CANCEL", Load.SAME_LOAD, 50, 0, 705, 0),
        LatencyRows.row("CANCEL", Load.MOVING, 0, 0, 730, 40_000),
        LatencyRows.row("CANCEL", Load.SAME_LOAD, 0, 0, 720, 0),
        LatencyRows.row("WAIT", Load.QUIET, null, 0, 800, 0),
        LatencyRows.row("WAIT", Load.MOVING, 0, 0, 900, 0));

    private static String html() {
        return LatencyReport.toHtml("2 processors <&>", LatencyLine.of(ROWS), List.of(Goal.atMost("p99.9", 1.3, 1.1)));
    }

    @Test
    void toHtml_rows_isSelfContainedAndEscaped() {
        String html = html();
        for (String reference : List.of("http:", "https:", "src=", "href=", "url(", "@import", "<script")) {
            assertFalse(html.contains(reference), reference);
        }
        assertTrue(html.contains("2 processors &lt;&amp;&gt;"));
        assertTrue(html.endsWith("</html>\n"));
    }

    @Test
    void toHtml_drawings_areWellFormedAndHaveALineForEachLoad() throws Exception {
        Matcher drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html());
        // CANCEL's loads, its intervals, WAIT's loads, and both policies.
        for (int lines : new int[] {3, 3, 2, 2}) {
            assertTrue(drawings.find());
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(drawings.group())));
            assertEquals(lines, drawings.group().split("<path class=\"line ", -1).length - 1, drawings.group());
        }
        assertFalse(drawings.find());
    }

    @Test
    void nines_eachOneMore_isAStepOfTheSameLength() {
        assertEquals(0, PercentileChart.nines(0), 1e-9);
        assertEquals(1, PercentileChart.nines(90), 1e-9);
        assertEquals(2, PercentileChart.nines(99), 1e-9);
        assertEquals(4, PercentileChart.nines(99.99), 1e-6);
        assertTrue(PercentileChart.nines(100) > 4);
    }

    @Test
    void chart_theAxes_encloseWhatIsDrawn() {
        String svg = new PercentileChart(650, 12_000_000).series("a", "c1", List.of(50.0, 100.0), List.of(650L, 12_000_000L))
            .svg("b");
        assertTrue(svg.contains(">100 ns<") && svg.contains(">100 ms<") && !svg.contains(">1 s<"), svg);
        assertTrue(svg.contains(">latest<") && svg.contains(">99.9<"), svg);
    }

    /** Names of lines that end at one place stand above each other, in the order of the lines' ends. */
    @Test
    void chart_namesOfCloseLines_standInOrder() {
        PercentileChart chart = new PercentileChart(1_000, 100_000);
        for (int i = 0; i < 4; i++) {
            chart.series("n" + (i * 7 + 3) % 4, "c1", List.of(50.0, 100.0), List.of(1_000L, 50_000L + (i * 7 + 3) % 4));
        }
        Matcher names = Pattern.compile("y=\"([\\d.]+)\">(n\\d)<").matcher(chart.svg("a"));
        double above = 0;
        for (int i = 3; i >= 0; i--) {
            assertTrue(names.find());
            assertEquals("n" + i, names.group(2));
            double y = Double.parseDouble(names.group(1));
            assertTrue(y >= above + 15.9, "y=" + y + " above=" + above);
            above = y;
        }
    }
}
