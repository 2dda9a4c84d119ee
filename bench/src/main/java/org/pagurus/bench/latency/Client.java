package org.pagurus.bench.latency;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/**
 * One thread's accesses, each in a section of its own: a read of a whole record, or an update of one field. Sections are those
 * of the heap's defaults: sleepable ones for WAIT, tasks for RETRY, else strict ones. Allocates nothing once it is made.
 */
final class Client implements Operation, AutoCloseable {
    private final Session session;
    private final OnMigration policy;
    private final Records records;
    private final Choices choices;
    private final Runnable access = this::access;
    private final byte[] copy = new byte[Records.BYTES];
    private final ByteBuffer copied = ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    private final byte[] value = new byte[Records.FIELD_BYTES];
    private final ByteBuffer written = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    private int turn;
    private int choice;
    private long wrong;

    /** A client of the calling thread. */
    Client(Heap heap, OnMigration policy, Records records, Choices choices) {
        this.session = heap.openSession();
        this.policy = policy;
        this.records = records;
        this.choices = choices;
    }

    @Override
    public void run() {
        choice = choices.get(turn++);
        long key = Records.key(Choices.record(choice));
        boolean update = Choices.isUpdate(choice);
        if (update) {
            written.putLong(0, key);
        }
        inSection();
        if (!update && (copied.getLong(0) != key || copied.getLong(Records.fieldOffset(Choices.field(choice))) != key)) {
            wrong++;
        }
    }

    private void inSection() {
        switch (policy) {
            case RETRY -> session.run(access);
            case WAIT -> {
                session.enterSleepable();
                try {
                    access();
                } finally {
                    session.exit();
                }
            }
            default -> {
                session.enter();
                try {
                    access();
                } finally {
                    session.exit();
                }
            }
        }
    }

    private void access() {
        long pointer = records.pointer(Choices.record(choice));
        if (Choices.isUpdate(choice)) {
            session.putBytes(pointer, Records.fieldOffset(Choices.field(choice)), value, 0, Records.FIELD_BYTES);
        } else {
            session.getBytes(pointer, 0, copy, 0, Records.BYTES);
        }
    }

    @Override
    public long meetings() {
        return session.cancels() + session.waits() + session.retries() + session.snapshots() + session.buffered();
    }

    /** Reads that got another record's bytes. */
    long wrong() {
        return wrong;
    }

    @Override
    public void close() {
        session.close();
    }
}
