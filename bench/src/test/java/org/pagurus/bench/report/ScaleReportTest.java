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
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.scale.ScaleGoals;
import org.pagurus.bench.scale.ScaleResult;
import org.pagurus.bench.scale.ScaleResults;
import org.xml.sax.InputSource;

class ScaleReportTest {
    private static String html() {
        ScaleResult result = ScaleResults.plain();
        return ScaleReport.toHtml("2 processors <&>", result, ScaleGoals.of(result));
    }

    @Test
    void toHtml_result_isSelfContainedAndEscaped() {
        String html = html();
        for (String reference : List.of("http:", "https:", "src=", "href=", "url(", "@import", "<script")) {
            assertFalse(html.contains(reference), reference);
        }
        assertTrue(html.contains("2 processors &lt;&amp;&gt;"));
        assertTrue(html.contains("left out: &lt;no memory&gt;"));
        assertTrue(html.contains("<td>n^1.00: linear (R^2 1.000)</td>"));
        assertTrue(html.endsWith("</html>\n"));
    }

    @Test
    void toHtml_drawings_areWellFormedAndHaveALineForEachMeasure() throws Exception {
        Matcher drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html());
        for (int lines : new int[] {2, 4, 2}) {
            assertTrue(drawings.find());
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(drawings.group())));
            assertEquals(lines, drawings.group().split("<path class=\"line ", -1).length - 1, drawings.group());
        }
        assertFalse(drawings.find());
    }

    @Test
    void toHtml_nothingMeasured_isAPageAllTheSame() {
        String html = ScaleReport.toHtml("", new ScaleResult(List.of(), List.of("left out")), List.of());
        assertFalse(html.contains("<svg"));
        assertTrue(html.contains("left out"));
    }

    /** Each doubling is a step as long, on both axes: twice the cost at twice the size is a straight line. */
    @Test
    void chart_aLinearCost_isAStraightLine() {
        String svg = new RatioChart(List.of(1L, 2L, 4L), 1, 4, Units::count).series("a", "c1", List.of(1L, 2L, 4L),
            new double[] {1, 2, 4}).svg("b");
        Matcher path = Pattern.compile("d=\"M([\\d.]+) ([\\d.]+)L([\\d.]+) ([\\d.]+)L([\\d.]+) ([\\d.]+)\"").matcher(svg);
        assertTrue(path.find(), svg);
        double[] numbers = new double[6];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.parseDouble(path.group(i + 1));
        }
        assertEquals(numbers[2] - numbers[0], numbers[4] - numbers[2], 0.2);
        assertEquals(numbers[3] - numbers[1], numbers[5] - numbers[3], 0.2);
        assertTrue(numbers[5] < numbers[1], "up is more");
        assertTrue(svg.contains(">1/2<") && svg.contains(">4<"), svg);
    }
}
