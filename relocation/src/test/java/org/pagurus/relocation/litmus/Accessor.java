package org.pagurus.relocation.litmus;

import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.access.Encounter;
import org.pagurus.relocation.internal.access.Translator;
import org.pagurus.relocation.internal.space.Space;

/** What a session has of a translator, and nothing else: strict sections that cancel, and addresses. One for each thread. */
final class Accessor extends Translator {
    Accessor(Space space, boolean exclusive) {
        super(space, new AccessMode(exclusive, Encounter.CANCEL, Encounter.CANCEL));
    }

    void enter() {
        enterSection();
    }

    void exit() {
        exitSection();
    }

    /** As {@code Session.address}. */
    long readable(long pointer) {
        return viewAddress(pointer, 0, Long.BYTES);
    }

    /** As {@code Session.writableAddress}. */
    long writable(long pointer) {
        return writableViewAddress(pointer, 0, Long.BYTES);
    }

    /** As {@code Session.getLong}. */
    long get(long pointer, int index) {
        return RawMemory.getLong(readAddress(pointer, index, Long.BYTES));
    }

    @Override
    protected void prepareFallback() {
        throw new IllegalStateException("these sections cancel");
    }

    @Override
    protected RuntimeException reserveExhausted(String what, int used, int capacity) {
        return new IllegalStateException("these sections cancel");
    }
}
