package org.pagurus.bench.compaction;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.Session;

/** Fills heaps with objects of one size each. */
final class MetadataRun {
    static final int[] SIZES = {8, 16, 24, 32, 48, 64, 100, 128, 256, 512, 1024, 4096, 16384, 65536, 1 << 20};

    private final long capacityBytes;

    MetadataRun(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    List<MetadataRow> run(int[] sizes) {
        List<MetadataRow> rows = new ArrayList<>();
        for (int size : sizes) {
            try (Heap heap = Heap.builder().capacity(capacityBytes).build(); Session session = heap.openSession()) {
                long slots = 0;
                // The last eighth is left free: an allocation that finds nothing takes its time before it fails.
                while (slots < capacityBytes - capacityBytes / 8) {
                    slots += session.usableSize(session.allocate(size));
                }
                HeapStats stats = heap.stats();
                rows.add(new MetadataRow(size, stats.usedBytes(), stats.metadataBytes()));
            }
        }
        return rows;
    }
}
