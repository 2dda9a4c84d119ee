package org.pagurus.bench.demo;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.examples.cache.OffHeapCache;
import org.pagurus.relocation.HeapStats;

/**
 * Byte sums that must fit together when no writer is at work:
 *
 * <pre>
 *   sum of the values' lengths = what the cache counted = what Caffeine weighed
 *   lengths + counters &lt;= slots in use &lt;= lengths + counters + waste
 *   used + free + waiting &lt;= capacity
 *   used &lt;= mapped,  resident &lt;= mapped + metadata
 * </pre>
 *
 * A slot up to 32 KiB wastes at most 7 bytes or 1/16 of its value, a larger one less than the 64 KiB of a frame.
 */
final class Accounting {
    private static final int SLOT_WASTE_PART = 16;
    private static final int SLOT_WASTE_BYTES = 7;
    private static final int MAX_SLOT_BYTES = 32 << 10;
    private static final int FRAME_BYTES = 64 << 10;

    private final List<String> problems = new ArrayList<>();
    private long lengths;
    private long waste;

    private Accounting() {
    }

    /**
     * Checks the sums.
     *
     * @return one line for each that does not fit; empty if all do
     */
    static List<String> check(OffHeapCache<String> cache, HeapStats heap, long countersBytes) {
        Accounting accounting = new Accounting();
        cache.forEach((key, length) -> accounting.add(length));
        accounting.require("lengths", accounting.lengths, "=", "the cache's live bytes", cache.liveBytes());
        accounting.require("lengths", accounting.lengths, "=", "Caffeine's weight", cache.weightedSize());
        long asked = accounting.lengths + countersBytes;
        accounting.require("lengths and counters", asked, "<=", "slots in use", heap.liveBytes());
        accounting.require("slots in use", heap.liveBytes(), "<=", "lengths, counters and waste", asked + accounting.waste);
        accounting.require("used, free and waiting", heap.usedBytes() + heap.freeBytes() + heap.waitingBytes(), "<=", "capacity",
            heap.capacityBytes());
        accounting.require("used", heap.usedBytes(), "<=", "mapped", heap.mappedBytes());
        accounting.require("resident", heap.residentBytes(), "<=", "mapped and metadata",
            heap.mappedBytes() + heap.metadataBytes());
        return accounting.problems;
    }

    private void add(int length) {
        lengths += length;
        waste += wasteOf(length);
    }

    /** The most that a value's slot is longer than the value. */
    static long wasteOf(int length) {
        if (length == 0) {
            return 0;
        }
        return length > MAX_SLOT_BYTES ? FRAME_BYTES - 1 : Math.max(SLOT_WASTE_BYTES, length / SLOT_WASTE_PART);
    }

    private void require(String leftName, long left, String relation, String rightName, long right) {
        boolean holds = relation.equals("=") ? left == right : left <= right;
        if (!holds) {
            problems.add(leftName + " " + left + " " + relation + " " + rightName + " " + right + " does not hold");
        }
    }
}
