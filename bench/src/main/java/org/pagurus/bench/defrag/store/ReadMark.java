package org.pagurus.bench.defrag.store;

import java.util.concurrent.atomic.AtomicInteger;

/** The index that the one accessor reads now. In stores whose free takes effect at once nothing else keeps what is being read. */
final class ReadMark {
    private static final int NONE = -1;

    private final AtomicInteger reading = new AtomicInteger(NONE);

    /** Before the accessor loads the pointer at an index. */
    void begin(int index) {
        reading.set(index);
    }

    /** After its last look at the object. */
    void end() {
        reading.set(NONE);
    }

    /** After the pointer at an index was unlinked, before its object is freed. */
    void await(int index) {
        // The pointer was unlinked by a volatile store before this volatile load; the accessor stores the index, also volatile,
        // before it loads the pointer. So either it finds nothing, or this thread sees that it reads, and waits.
        while (reading.get() == index) {
            Thread.onSpinWait();
        }
    }
}
