package org.pagurus.bench.scale;

import java.util.function.DoubleFunction;
import org.pagurus.bench.demo.Units;

/** What is measured at each size. Nanoseconds are processor time of the measuring thread, except where it waits for others. */
public enum Measure {
    /** {@code doWork} in slices, until nothing is worth folding. */
    MOVED("1 MiB moved by doWork", Unit.NANOS, Axis.LIVE),
    /** The same asked for at once. */
    MOVED_NOW("1 MiB moved by compactNow", Unit.NANOS, Axis.LIVE),
    /** One pass of the planner. */
    PLAN("a plan: a look at every page", Unit.NANOS, Axis.LIVE),
    /** All that {@code compactNow} looks at before it says that nothing is left. */
    NOTHING("compactNow with nothing to fold", Unit.NANOS, Axis.LIVE),
    /** {@code heap.stats()}. */
    STATS("stats()", Unit.NANOS, Axis.LIVE),
    /** From its start to the look that finds its end, with one session, outside sections; by the clock. */
    GRACE_PERIOD("a grace period, one session", Unit.NANOS, Axis.LIVE),
    /** An empty section. */
    SECTION("enter and exit", Unit.NANOS, Axis.LIVE),
    /** In a long section. */
    READ("a random read of 8 bytes", Unit.NANOS, Axis.LIVE),
    /** The same bytes by their addresses. */
    RAW_READ("the same by raw addresses", Unit.NANOS, Axis.LIVE),
    /** One random object freed, another allocated. */
    REPLACE("free one object, allocate another", Unit.NANOS, Axis.LIVE),
    /** As many objects of malloc. */
    MALLOC_REPLACE("the same with malloc", Unit.NANOS, Axis.LIVE),
    /** Entries of the page table that are in use. */
    PAGES("pages", Unit.COUNT, Axis.LIVE),
    /** Resident, from the kernel. */
    PAGE_TABLE("page table in memory", Unit.BYTES, Axis.LIVE),
    /** The page table and the estimated Java objects. */
    METADATA("all metadata", Unit.BYTES, Axis.LIVE),
    /** Metadata / memory of full pages. */
    METADATA_PART("metadata / full pages", Unit.PART, Axis.LIVE),

    /** By the clock; nobody is in a section. */
    GRACE_IDLE("a grace period, all outside sections", Unit.NANOS, Axis.SESSIONS),
    /** By the clock; half of the readers are in sections that began after it. */
    GRACE_OPEN("a grace period, half in later sections", Unit.NANOS, Axis.SESSIONS),
    /** A call of {@code doWork} that finds nothing to do. */
    IDLE_SLICE("doWork with nothing to do", Unit.NANOS, Axis.SESSIONS),
    /** The other sessions are idle. */
    REPLACE_ONE("free and allocate, one active", Unit.NANOS, Axis.SESSIONS),
    /** For each of them; the other sessions are idle. */
    REPLACE_TWO("free and allocate, two active", Unit.NANOS, Axis.SESSIONS);

    /** What grows. */
    public enum Axis {
        /** Live bytes of a heap. */
        LIVE,
        /** Sessions open in a heap. */
        SESSIONS
    }

    private enum Unit {
        NANOS(Measure::nanos),
        BYTES(bytes -> Units.bytes(Math.round(bytes))),
        COUNT(count -> Units.count(Math.round(count))),
        PART(part -> Units.format("%.2f %%", 100 * part));

        private final DoubleFunction<String> text;

        Unit(DoubleFunction<String> text) {
            this.text = text;
        }
    }

    private final String title;
    private final Unit unit;
    private final Axis axis;

    Measure(String title, Unit unit, Axis axis) {
        this.title = title;
        this.unit = unit;
        this.axis = axis;
    }

    /**
     * What it is, in words.
     *
     * @return the words
     */
    public String title() {
        return title;
    }

    /**
     * What grows where it is measured.
     *
     * @return the axis
     */
    public Axis axis() {
        return axis;
    }

    /**
     * A figure of this measure with its unit.
     *
     * @param value in nanoseconds, bytes, or as a number
     * @return for example {@code 12.3 us}
     */
    public String text(double value) {
        return unit.text.apply(value);
    }

    private static String nanos(double nanos) {
        if (nanos < 100) {
            return Units.format("%.1f ns", nanos);
        }
        return nanos < 10e9 ? Units.nanos(Math.round(nanos)) : Units.format("%,.0f s", nanos / 1e9);
    }
}
