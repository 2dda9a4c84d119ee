package org.pagurus.bench.defrag.store;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a workload allocates through. Threads allocate, free and check each by a {@link Mutator} of its own; one more thread
 * reads; any thread asks for memory.
 */
public interface Store extends AutoCloseable {
    /** A way to allocate for the calling thread, which closes it. */
    Mutator mutator();

    /** A way to read for the calling thread, which closes it. There is one at a time. */
    Access access(AtomicLongArray pointers);

    /** The workload has made what it needs for itself and begins: what is held from now on is the allocator's. */
    void begin();

    /** What is held now. Not inside a section. */
    Memory memory();

    /** What each frame holds now, as {@link org.pagurus.bench.frames.FrameMap#text}; empty where there are no frames. */
    default String frames() {
        return "";
    }

    /** Whether something settles when nothing is done. */
    boolean settles();

    /** Starts or stops what moves objects; without effect where nothing does. */
    void setCompacting(boolean compacting);

    /** Checks the allocator itself; nobody allocates meanwhile. An empty text if all is right. */
    String problem();

    @Override
    void close();

    /** Allocates, frees and checks objects on the thread that made it; an object may be another mutator's. */
    interface Mutator extends AutoCloseable {
        /** Allocates an object and writes its stamp; the header names its index and generation. Never returns 0. */
        long allocate(int size, long header);

        /** Frees an object that was unlinked from the index that the header names. */
        void free(long pointer, long header);

        /** Whether all words of an object are right. */
        boolean isRight(long pointer, int size, long header);

        @Override
        void close();
    }

    /** Reads objects on a thread of its own while others are allocated and freed. */
    interface Access extends AutoCloseable {
        /** There was nothing at that index. */
        int ABSENT = 0;
        /** There was an object and it is right. */
        int RIGHT = 1;
        /** There was an object and it is not right. */
        int WRONG = 2;

        /** Reads the object at an index: {@link #ABSENT}, {@link #RIGHT} or {@link #WRONG}. */
        int read(int index);

        @Override
        void close();
    }
}
