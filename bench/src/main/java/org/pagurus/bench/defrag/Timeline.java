package org.pagurus.bench.defrag;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.defrag.store.Memory;

/**
 * Memory over the time of a phase, in a bounded number of points: when there are too many, every second one goes, and from then
 * on the time between two is twice as long. The last point is always kept. One thread at a time.
 */
final class Timeline {
    private final int capacity;
    private final List<Point> points = new ArrayList<>();
    private long intervalNanos;
    private Point last;

    /**
     * An empty one.
     *
     * @param capacity      the most points, the last one not counted; 4 or more
     * @param intervalNanos the least time between two points, at first; above 0
     */
    Timeline(int capacity, long intervalNanos) {
        this.capacity = capacity;
        this.intervalNanos = intervalNanos;
    }

    /** Adds a point, later than those before. */
    void add(long nanos, long operations, long liveBytes, Memory memory) {
        last = new Point(nanos, operations, liveBytes, memory.residentBytes(), memory.totalBytes());
        if (!points.isEmpty() && nanos - points.get(points.size() - 1).nanos() < intervalNanos) {
            return;
        }
        if (points.size() == capacity) {
            for (int i = 1; i < points.size(); i++) {
                points.remove(i);
            }
            intervalNanos *= 2;
        }
        points.add(last);
    }

    /** What was kept, in order. */
    List<Point> points() {
        List<Point> all = new ArrayList<>(points);
        if (last != null && last != points.get(points.size() - 1)) {
            all.add(last);
        }
        return all;
    }
}
