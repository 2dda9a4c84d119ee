package org.pagurus.bench.micro;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pagurus.bench.demo.Units;

/**
 * JMH's results as a short table, group by group. Each {@code rawX} is followed by what stands on it as its floor, {@code
 * pagurusX} and the peers; the ratio is to that floor. It compares the fastest iterations: other work on the machine only ever
 * adds time, and seldom to all iterations. With several threads, time and number per second are those of one thread.
 */
public final class MicroTable {
    private static final String LINE = "%-60s %12s %10s %12s %14s %9s%n";

    private MicroTable() {
    }

    /**
     * One line for each benchmark.
     *
     * @param rows of one run
     * @return lines, each with its end
     */
    public static String text(List<MicroRow> rows) {
        List<MicroRow> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(MicroRow::group).thenComparing(MicroRow::type)
            .thenComparing(row -> floorOf(row, rows).map(MicroRow::label).orElse("")).thenComparing(MicroRow::rank)
            .thenComparing(MicroRow::method).thenComparing(row -> String.join(" ", row.parameters())));
        StringBuilder text = new StringBuilder(Units.format(LINE, "", "ns", "+-", "least", "per second", "ratio"));
        MicroGroup group = null;
        String type = "";
        for (MicroRow row : sorted) {
            if (row.group() != group) {
                group = row.group();
                text.append(System.lineSeparator()).append(group.title()).append(System.lineSeparator());
            }
            if (!row.type().equals(type)) {
                type = row.type();
                text.append(type).append(System.lineSeparator());
            }
            text.append(Units.format(LINE, "  " + row.label(), Units.format("%,.2f", row.nanos()),
                Units.format("%,.2f", row.error()), Units.format("%,.2f", row.least()),
                Units.format("%,.0f", 1e9 / row.nanos()), ratio(row, rows)));
        }
        return text.toString();
    }

    private static String ratio(MicroRow row, List<MicroRow> rows) {
        return row.isFloor() ? "" : floorOf(row, rows).map(floor -> Units.ratio(row.least() / floor.least())).orElse("");
    }

    /** The floor with the longest name among those the row can stand on; of a floor, itself. */
    static Optional<MicroRow> floorOf(MicroRow row, List<MicroRow> rows) {
        if (row.isFloor()) {
            return Optional.of(row);
        }
        return rows.stream().filter(floor -> floor.supports(row))
            .max(Comparator.comparingInt(floor -> floor.subject().length() + floor.parameters().size()));
    }
}
