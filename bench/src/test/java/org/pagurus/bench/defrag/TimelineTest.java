package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.defrag.store.Memory;

class TimelineTest {
    private static Timeline filled(int capacity, int looks) {
        Timeline timeline = new Timeline(capacity, 2);
        for (int i = 0; i < looks; i++) {
            timeline.add(2L * i, 3L * i, i, new Memory(10 + i, 1, 0, 11 + i, ""));
        }
        return timeline;
    }

    @Test
    void add_fewPoints_keepsAll() {
        assertEquals(List.of(new Point(0, 0, 0, 10, 11), new Point(2, 3, 1, 11, 12), new Point(4, 6, 2, 12, 13)),
            filled(4, 3).points());
    }

    @Test
    void add_pointsThatAreTooClose_keepsTheFirstAndTheLast() {
        Timeline timeline = new Timeline(4, 10);
        for (int i = 0; i < 5; i++) {
            timeline.add(i, 0, 0, new Memory(i, 0, 0, 0, ""));
        }
        assertEquals(List.of(0L, 4L), timeline.points().stream().map(Point::nanos).toList());
    }

    @Test
    void add_manyPoints_doublesTheIntervalAndKeepsTheLast() {
        for (int looks = 1; looks < 1_000; looks++) {
            List<Point> points = filled(16, looks).points();
            assertTrue(points.size() <= 17, "looks=" + looks + " points=" + points.size());
            assertTrue(looks <= 16 || points.size() >= 8, "looks=" + looks + " points=" + points.size());
            assertEquals(0, points.get(0).nanos());
            assertEquals(2L * (looks - 1), points.get(points.size() - 1).nanos());
            long interval = points.size() < 3 ? 0 : points.get(1).nanos();
            for (int i = 2; i < points.size() - 1; i++) {
                assertEquals(interval, points.get(i).nanos() - points.get(i - 1).nanos(), "looks=" + looks);
            }
        }
    }

    @Test
    void points_withoutAny_areNone() {
        assertEquals(List.of(), new Timeline(4, 1).points());
    }
}
