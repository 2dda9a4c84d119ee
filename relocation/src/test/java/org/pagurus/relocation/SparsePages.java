package org.pagurus.relocation;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.allocator.Pointer;

/** Pages with one live object each: what folding is for. */
final class SparsePages {
    private SparsePages() {
    }

    /**
     * Allocates objects in pages of their own; the rest of each page is free, and the pages belong to nobody.
     *
     * @param first the value of the first object's first long; the next object's is one more
     * @return their pointers
     */
    static long[] objects(Heap heap, int pages, int size, long first) {
        long[] pointers = new long[pages];
        try (Session loader = heap.openSession()) {
            List<Long> others = new ArrayList<>();
            for (int found = 0; found < pages;) {
                long pointer = loader.allocate(size);
                if (found > 0 && Pointer.pageId(pointers[found - 1]) == Pointer.pageId(pointer)) {
                    others.add(pointer);
                    continue;
                }
                loader.enter();
                loader.putLong(pointer, 0, first + found);
                loader.exit();
                pointers[found++] = pointer;
            }
            others.forEach(loader::free);
        }
        for (int round = 0; round < 2; round++) {
            heap.space().collectAll();
            heap.space().domain().poll();
        }
        return pointers;
    }
}
