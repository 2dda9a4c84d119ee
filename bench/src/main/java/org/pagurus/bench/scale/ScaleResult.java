package org.pagurus.bench.scale;

import java.util.List;
import java.util.Optional;

/**
 * All that was measured.
 *
 * @param series in the order of the measures; those of an axis without a size are missing
 * @param notes  what was left out, and why
 */
public record ScaleResult(List<Series> series, List<String> notes) {
    /** Copies the lists. */
    public ScaleResult {
        series = List.copyOf(series);
        notes = List.copyOf(notes);
    }

    /**
     * A measure's figures.
     *
     * @param measure which
     * @return the series, if there is one
     */
    public Optional<Series> of(Measure measure) {
        return series.stream().filter(one -> one.measure() == measure).findFirst();
    }

    /**
     * All figures of an axis.
     *
     * @param axis which
     * @return the series
     */
    public List<Series> along(Measure.Axis axis) {
        return series.stream().filter(one -> one.measure().axis() == axis).toList();
    }
}
