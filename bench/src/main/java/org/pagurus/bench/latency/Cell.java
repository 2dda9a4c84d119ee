package org.pagurus.bench.latency;

import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReadMode;

/**
 * A kind of heap and how many threads use it.
 *
 * @param policy   at migration entries
 * @param readMode of the heap
 * @param threads  accessors
 */
record Cell(OnMigration policy, ReadMode readMode, int threads) {
    /** The heap's defaults. */
    boolean isDefault() {
        return policy == OnMigration.CANCEL && readMode == ReadMode.READ_THROUGH;
    }

    /** The kind of its sections. */
    String sections() {
        return switch (policy) {
            case WAIT -> "sleepable";
            case RETRY -> "run again";
            default -> "strict";
        };
    }

    @Override
    public String toString() {
        return policy + " " + readMode + ", " + (threads == 1 ? "1 thread" : threads + " threads");
    }
}
