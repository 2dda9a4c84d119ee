package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.defrag.Point;
import org.pagurus.bench.defrag.Row;

/** Made-up rows: a fill of 10 s and a phase in which nothing is done, of 4 s. */
final class DefragRows {
    static final long MIB = 1 << 20;
    static final long SECOND = 1_000_000_000L;

    private DefragRows() {
    }

    static List<Row> of(int allocators) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < allocators; i++) {
            rows.addAll(of(i == 0 ? "pagurus" : "peer-" + i, 1.05 + 0.3 * i));
        }
        return rows;
    }

    static List<Row> of(String allocator, double ratio) {
        long held = Math.round(100 * MIB * ratio);
        return List.of(
            row(allocator, "1", ratio, 0, 8 * SECOND, 2 * SECOND, 100, List.of(new Point(0, 0, 0, 0, 0),
                new Point(4 * SECOND, 400, 50 * MIB, held / 2, held / 2), new Point(8 * SECOND, 800, 100 * MIB, held, held),
                new Point(9 * SECOND, 800, 100 * MIB, held, held), new Point(10 * SECOND, 800, 100 * MIB, held, held))),
            row(allocator, "rest", ratio, 10 * SECOND, SECOND, 3 * SECOND, 0, List.of(
                new Point(10 * SECOND, 800, 100 * MIB, held, held), new Point(12 * SECOND, 800, 100 * MIB, held, held),
                new Point(14 * SECOND, 800, 100 * MIB, held, held))));
    }

    static Row row(String allocator, String phase, double ratio, long start, long body, long settle, double operationsPerSecond,
        List<Point> timeline) {
        boolean ours = allocator.equals("pagurus");
        return new Row("W1", phase, allocator, 100 * MIB, Math.round(100 * MIB * ratio), 0, 0, Math.round(100 * MIB * ratio),
            ratio, ratio, 5, operationsPerSecond, body, settle, 10, 100, 200, 300, 400, 500, ours ? 1.1 : 0, 0, 0,
            ours ? ratio <= 1.1 : null, 1, 100 * MIB, "", "", 1, 1, null, start, timeline, ours ? "a64e32" : "",
            ours ? "rE32" : "");
    }
}
