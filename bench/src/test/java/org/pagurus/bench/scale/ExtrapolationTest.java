package org.pagurus.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapProbe;

class ExtrapolationTest {
    private static Map<String, Extrapolation.Line> lines(ScaleResult result) {
        return Extrapolation.of(result, Extrapolation.TARGET_BYTES).stream()
            .collect(Collectors.toMap(Extrapolation.Line::what, Function.identity()));
    }

    @Test
    void of_aTebibyte_followsTheFormulas() {
        Map<String, Extrapolation.Line> lines = lines(ScaleResults.plain());
        assertEquals("16,777,216", lines.get("pages").value());
        assertEquals("16,384 pages * 1 TiB / 1024 MiB", lines.get("pages").formula());
        assertEquals("128 MiB", lines.get("page table, in memory").value());
        assertEquals("8192 MiB", lines.get("page table, address space").value());
        assertEquals("1.56 %", lines.get("page ids in use, of those there are").value());
        assertEquals("1 KiB", lines.get("live bytes that a page must have on average").value());
        // 1/256 of the live bytes less the page table's 1/8,192.
        assertEquals("3968 MiB", lines.get("Java heap for what is known of pages").value());
        assertEquals("838.9 ms (838.9 ms to 838.9 ms)", lines.get(Measure.PLAN.title()).value());
        assertEquals("819.2 us * (1 TiB / 1024 MiB)^1.000", lines.get(Measure.PLAN.title()).formula());
        assertEquals("1.0 ms (1.0 ms to 1.0 ms)", lines.get(Measure.MOVED.title()).value());
        assertEquals("262 s", lines.get("a quarter of it moved, by a whole core").value());
        assertEquals("10.0 %", lines.get("share of a core, 100 MiB/s overwritten").value());
        Extrapolation.Line grace = lines.get(Measure.GRACE_IDLE.title() + ", 1,024 sessions");
        assertEquals("20.7 us", grace.value());
        assertEquals("200 ns + 20.0 ns for each session above 1", grace.formula());
    }

    @Test
    void of_oneSize_hasNoFit() {
        Map<String, Extrapolation.Line> lines = lines(new ScaleResult(List.of(
            ScaleResults.series(Measure.PLAN, List.of(ScaleResults.MIB), live -> 5),
            ScaleResults.series(Measure.PAGES, List.of(ScaleResults.MIB), live -> 16)), List.of()));
        assertFalse(lines.containsKey(Measure.PLAN.title()));
        assertEquals("16,777,216", lines.get("pages").value());
    }

    @Test
    void of_nothing_isEmpty() {
        assertEquals(List.of(), Extrapolation.of(new ScaleResult(List.of(), List.of()), Extrapolation.TARGET_BYTES));
    }

    /** The formula for page ids is the heap's. */
    @Test
    void pageIds_areAsManyAsAHeapHas() {
        for (long capacity : new long[] {8 << 20, 128 << 20}) {
            try (Heap heap = Heap.builder().capacity(capacity).build()) {
                assertEquals(new HeapProbe(heap).pageIds(), Extrapolation.pageIds(capacity));
            }
        }
        assertEquals(1L << 30, Extrapolation.pageIds(64L << 30));
        assertEquals(1L << 30, Extrapolation.pageIds(1L << 44));
    }
}
