package org.pagurus.bench.latency;

import java.util.function.IntConsumer;

/** Half a microsecond of work, and something more now and then. */
final class FakeOperation implements Operation {
    static final long NANOS = 500;

    private final FakeTime time;
    private final IntConsumer more;
    private int count;
    private long meetings;

    /** @param more gets the number of the operation, from 0 */
    FakeOperation(FakeTime time, IntConsumer more) {
        this.time = time;
        this.more = more;
    }

    @Override
    public void run() {
        time.work(NANOS);
        more.accept(count++);
    }

    void meet() {
        meetings++;
    }

    @Override
    public long meetings() {
        return meetings;
    }
}
