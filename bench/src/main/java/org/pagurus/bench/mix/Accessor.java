package org.pagurus.bench.mix;

import org.pagurus.bench.latency.Operation;

/**
 * One thread's operations. A read-modify-write has its key's lock, so that none gets lost between another's read and write; no
 * library here has anything for that which all have. Reads and updates take no lock: no mix has both updates and
 * read-modify-writes.
 */
final class Accessor implements Operation, AutoCloseable {
    private final Store.Access access;
    private final boolean inPlace;
    private final Turns turns;
    private final KeyLocks locks;
    private final byte[] read = new byte[Values.MAX_BYTES];
    private final byte[] written = new byte[Values.MAX_BYTES];
    private int turn;
    private long modified;
    private long wrong;

    /** @param access is closed with this, by the same thread */
    Accessor(Store.Access access, boolean inPlace, Turns turns, KeyLocks locks) {
        this.access = access;
        this.inPlace = inPlace;
        this.turns = turns;
        this.locks = locks;
    }

    @Override
    public void run() {
        int choice = turns.get(turn);
        int fieldBytes = inPlace ? Values.USUAL_FIELD_BYTES : turns.fieldBytes(turn);
        turn++;
        int key = Keys.record(Turns.record(choice));
        int field = Turns.field(choice);
        switch (Turns.kind(choice)) {
            case READ -> read(key, field);
            case UPDATE -> update(key, field, fieldBytes);
            case READ_MODIFY_WRITE -> {
                locks.lock(key);
                try {
                    readModifyWrite(key, field, fieldBytes);
                } finally {
                    locks.unlock(key);
                }
            }
        }
    }

    private boolean read(int key, int field) {
        boolean right = Values.isOf(read, access.read(key, read), key, field);
        if (!right) {
            wrong++;
        }
        return right;
    }

    private void update(int key, int field, int fieldBytes) {
        if (inPlace) {
            Values.writeField(written, key, field, fieldBytes, 0);
        } else {
            Values.write(written, key, fieldBytes);
        }
        access.update(key, field, written, Values.bytes(fieldBytes));
    }

    private void readModifyWrite(int key, int field, int fieldBytes) {
        if (!read(key, field)) {
            return;
        }
        long count = Values.count(read, field) + 1;
        if (!inPlace) {
            Values.resize(read, written, fieldBytes);
        }
        Values.writeField(written, key, field, fieldBytes, count);
        access.update(key, field, written, Values.bytes(fieldBytes));
        modified++;
    }

    @Override
    public long meetings() {
        return access.meetings();
    }

    /** Reads that did not get what they asked for. */
    long wrong() {
        return wrong;
    }

    /** Read-modify-writes that were done. */
    long modified() {
        return modified;
    }

    @Override
    public void close() {
        access.close();
    }
}
