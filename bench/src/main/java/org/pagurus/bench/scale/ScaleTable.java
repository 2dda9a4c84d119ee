package org.pagurus.bench.scale;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.pagurus.bench.demo.Units;

/** The result as tables of text: for each measure its figures, and below them its growth and the ratios to the smallest size. */
public final class ScaleTable {
    private static final String HEAD = "%-45s";
    private static final String CELL = " %10s";
    private static final String TARGET = "  %-56s %-40s %s%n";

    private ScaleTable() {
    }

    /**
     * All tables, and what the figures mean for the target.
     *
     * @param result what was measured
     * @return lines, each with its end
     */
    public static String text(ScaleResult result) {
        StringBuilder text = new StringBuilder();
        table(text, "live", result.along(Measure.Axis.LIVE), Units::bytes);
        table(text, "sessions", result.along(Measure.Axis.SESSIONS), Units::count);
        List<Extrapolation.Line> lines = Extrapolation.of(result, Extrapolation.TARGET_BYTES);
        if (!lines.isEmpty()) {
            text.append("for 1 TiB of live data in a heap of 1 TiB, if all grows as it did:").append(System.lineSeparator());
            lines.forEach(line -> text.append(Units.format(TARGET, line.what(), line.value(), line.formula())));
            text.append(System.lineSeparator());
        }
        result.notes().forEach(note -> text.append(note).append(System.lineSeparator()));
        return text.toString();
    }

    private static void table(StringBuilder text, String head, List<Series> all, LongFunction<String> size) {
        if (all.isEmpty()) {
            return;
        }
        List<Long> sizes = all.get(0).sizes();
        line(text, head, 0, sizes.stream().map(size::apply).toList());
        for (Series series : all) {
            // A measure that needs two sessions has nothing in the first column.
            int missing = sizes.size() - series.sizes().size();
            line(text, series.measure().title(), missing, Arrays.stream(series.medians()).mapToObj(series.measure()::text)
                .toList());
            line(text, "  " + series.growth().words(), missing, Arrays.stream(series.ratios()).mapToObj(Units::ratio).toList());
        }
        text.append(System.lineSeparator());
    }

    private static void line(StringBuilder text, String head, int missing, List<String> cells) {
        text.append(Units.format(HEAD, head)).append(Units.format(CELL, "").repeat(missing));
        cells.forEach(cell -> text.append(Units.format(CELL, cell)));
        text.append(System.lineSeparator());
    }
}
