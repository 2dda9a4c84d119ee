package org.pagurus.bench.defrag;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pagurus.bench.defrag.workload.ChurnWorkload;
import org.pagurus.bench.defrag.workload.CleanerWorkload;
import org.pagurus.bench.defrag.workload.DoublingStrings;
import org.pagurus.bench.defrag.workload.ExactFit;
import org.pagurus.bench.defrag.workload.GenerationsWorkload;
import org.pagurus.bench.defrag.workload.LruWorkload;
import org.pagurus.bench.defrag.workload.OneKey;
import org.pagurus.bench.defrag.workload.PairsWorkload;
import org.pagurus.bench.defrag.workload.PowersOfTwo;
import org.pagurus.bench.defrag.workload.SizeShift;
import org.pagurus.bench.defrag.workload.Sizes;
import org.pagurus.bench.defrag.workload.SmallThenLarge;
import org.pagurus.bench.defrag.workload.Survivors;
import org.pagurus.bench.defrag.workload.TraceWorkload;
import org.pagurus.bench.defrag.workload.Workload;
import org.pagurus.bench.trace.Trace;

/** All workloads, and how the command line names them. */
public final class Workloads {
    /** The least limit: with less, one page of each size class would be all that is measured. */
    public static final long MIN_LIVE_BYTES = 4L << 20;
    /** The most: indices are numbers of 31 bits. */
    public static final long MAX_LIVE_BYTES = 64L << 30;

    private static final String ALL = "all";
    private static final String TRACED = "T";
    private static final int KIB = 1024;

    private Workloads() {
    }

    /** All of them, with a limit of live bytes. */
    static List<Workload> all(long live) {
        return List.of(
            new ChurnWorkload("W1", live, Sizes.of(100), 0, null),
            new ChurnWorkload("W2", live, Sizes.of(100), 0, Sizes.of(130)),
            new ChurnWorkload("W3", live, Sizes.of(100), 90, Sizes.of(130)),
            new ChurnWorkload("W4", live, new Sizes(100, 150), 0, new Sizes(200, 250)),
            new ChurnWorkload("W5", live, new Sizes(100, 150), 90, new Sizes(200, 250)),
            new ChurnWorkload("W6", live, new Sizes(100, 200), 50, new Sizes(1000, 2000)),
            new ChurnWorkload("W7", live, new Sizes(1000, 2000), 90, new Sizes(1500, 2500)),
            new ChurnWorkload("W8", live, new Sizes(50, 150), 90, new Sizes(5000, 15000)),
            new LruWorkload("B", live, 240, 492, false),
            new LruWorkload("C", live, 150, 300, true),
            new PairsWorkload("C2", live),
            new PowersOfTwo("D", live),
            new DoublingStrings("E", live),
            new CleanerWorkload("F50", live, 50),
            new CleanerWorkload("F60", live, 60),
            new CleanerWorkload("F70", live, 70),
            new CleanerWorkload("F80", live, 80),
            new CleanerWorkload("F90", live, 90),
            new CleanerWorkload("F95", live, 95),
            new OneKey("I1", live),
            new SmallThenLarge("I2", live),
            new ExactFit("I3"),
            new SizeShift("I4a", live, 60, 70),
            new SizeShift("I4b", live, 1000, 1024),
            new SizeShift("I4c", live, 1000, 1030),
            new SizeShift("I4d", live, KIB, 10 * KIB),
            new SizeShift("I4e", live, 10 * KIB, 100 * KIB),
            new SizeShift("I4f", live, 500 * KIB, 600 * KIB),
            new Survivors("I5", live),
            new GenerationsWorkload("J", live));
    }

    /**
     * The names that a list stands for. A name stands for all that begin with it, so {@code W}, {@code C}, {@code F}
     * and {@code I} are groups.
     *
     * @param list names with commas between them, or {@code all}
     * @return names of workloads, in the order of the documentation
     * @throws IllegalArgumentException if a name is none
     */
    public static List<String> parse(String list) {
        return parse(list, false);
    }

    /**
     * The names that a list stands for.
     *
     * @param list   names with commas between them, or {@code all}
     * @param traced whether there is a trace, which {@code T} replays
     * @return names of workloads, in the order of the documentation
     * @throws IllegalArgumentException if a name is none, or is {@code T} without a trace
     */
    public static List<String> parse(String list, boolean traced) {
        List<String> names = new ArrayList<>(all(MIN_LIVE_BYTES).stream().map(Workload::name).toList());
        if (traced) {
            names.add(TRACED);
        }
        if (list.equalsIgnoreCase(ALL)) {
            return names;
        }
        Set<String> chosen = new LinkedHashSet<>();
        for (String part : list.split(",", -1)) {
            String begin = part.strip().toUpperCase(Locale.ROOT);
            List<String> found = names.stream()
                .filter(name -> !begin.isEmpty() && name.toUpperCase(Locale.ROOT).startsWith(begin)).toList();
            if (begin.equals(TRACED) && !traced) {
                throw new IllegalArgumentException("T replays a trace; name it by --trace");
            }
            if (found.isEmpty()) {
                throw new IllegalArgumentException("'" + part.strip() + "' is not a workload; allowed: all, W, "
                    + String.join(", ", names) + ", F, I, I4");
            }
            chosen.addAll(found);
        }
        List<String> ordered = new ArrayList<>(names);
        ordered.retainAll(chosen);
        return ordered;
    }

    /** The workload of a name; the trace is null if there is none. */
    static Workload of(String name, long live, Trace trace) {
        return name.equals(TRACED) ? new TraceWorkload(live, trace) : of(name, live);
    }

    /** The workload of a name, other than {@code T}. */
    static Workload of(String name, long live) {
        return all(live).stream().filter(workload -> workload.name().equals(name)).findFirst().orElseThrow();
    }

    /**
     * What a workload does.
     *
     * @param name  its name
     * @param live  the limit
     * @param trace what {@code T} replays; null if there is none
     * @return a few words
     */
    public static String description(String name, long live, Trace trace) {
        return of(name, live, trace).description();
    }

    /**
     * The largest heap that a limit needs.
     *
     * @param live the limit
     * @return bytes
     */
    public static long capacityBytes(long live) {
        return Workload.roomyCapacity(live);
    }
}
