package org.pagurus.bench.compaction;

import java.util.List;

/**
 * All that was measured.
 *
 * @param costs    of moving, by heap size
 * @param slices   under load, by heap size
 * @param metadata by object size
 * @param copies   speeds
 * @param waits    of a writer
 * @param notes    what was left out, and why
 */
public record CompactionResult(List<CostRow> costs, List<SliceRow> slices, List<MetadataRow> metadata, List<CopyRow> copies,
    List<WaitRow> waits, List<String> notes) {
    /** Copies the lists. */
    public CompactionResult {
        costs = List.copyOf(costs);
        slices = List.copyOf(slices);
        metadata = List.copyOf(metadata);
        copies = List.copyOf(copies);
        waits = List.copyOf(waits);
        notes = List.copyOf(notes);
    }
}
