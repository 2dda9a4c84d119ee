package org.pagurus.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    void text_rightResult_hasBothColumns() {
        DemoResult result = SampleResults.right();
        String text = new ResultTable(result).text();
        assertTrue(text.lines().anyMatch(line -> line.matches("resident, from the kernel +80.0 MiB +42.0 MiB")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("resident / live +2.00 +1.05")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("read latency p99.9 +13 ns +23 ns")), text);
        assertFalse(text.contains("WRONG"), text);
        assertTrue(result.isRight());
    }

    @Test
    void text_wrongResult_saysSo() {
        DemoResult result = SampleResults.withErrors(3, List.of("key: bad bytes"));
        String text = new ResultTable(result).text();
        assertTrue(text.contains("WRONG: reads: 3 were wrong"), text);
        assertTrue(text.contains("WRONG: error: key: bad bytes"), text);
        assertFalse(result.isRight());
    }

    @Test
    void rows_haveAFigureForEachColumn() {
        new ResultTable(SampleResults.right()).rows().forEach(row -> assertEquals(ResultTable.TITLES.size(), row.size()));
    }
}
