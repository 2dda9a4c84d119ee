package org.pagurus.bench.mix;

import java.util.List;
import java.util.function.IntConsumer;
import org.pagurus.bench.latency.FakeTime;

/** A peer that takes half a microsecond for everything, and something more now and then. One thread. */
final class FakeStore implements Store, Store.Access {
    static final long NANOS = 500;

    private final FakeTime time;
    private final IntConsumer more;
    private int count;

    /** @param more gets the number of the access, from 0 */
    FakeStore(FakeTime time, IntConsumer more) {
        this.time = time;
        this.more = more;
    }

    private void take() {
        time.work(NANOS);
        more.accept(count++);
    }

    @Override
    public Access access() {
        return this;
    }

    @Override
    public int read(int key, byte[] target) {
        take();
        return Values.write(target, key, Values.USUAL_FIELD_BYTES);
    }

    @Override
    public void replace(int key, byte[] value, int bytes) {
        take();
    }

    @Override
    public void update(int key, int field, byte[] value, int bytes) {
        take();
    }

    @Override
    public long meetings() {
        return 0;
    }

    @Override
    public void startMoving() {
        // Nothing moves.
    }

    @Override
    public void stopMoving() {
        // Nothing moves.
    }

    @Override
    public Moved moved() {
        return Moved.NOTHING;
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
