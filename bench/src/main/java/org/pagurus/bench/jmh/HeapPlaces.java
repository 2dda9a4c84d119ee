package org.pagurus.bench.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/** Objects in a heap of Pagurus, found by their pointers; a section is open during each iteration. */
public class HeapPlaces extends Places {
    /** The heap. */
    Heap heap;
    /** The session of the benchmark's thread, in its section. */
    Session session;

    /** Allocates and fills. */
    @Setup
    public void fill() {
        heap = build();
        long[] pointers = new long[count()];
        allocate(pointers);
        shuffle(pointers);
    }

    private Heap build() {
        return Heap.builder().capacity(bytes() + bytes() / 4 + (64L << 20)).build();
    }

    /** Allocates an object for each place. */
    void allocate(long[] pointers) {
        byte[] content = new byte[OBJECT_BYTES];
        try (Session filler = heap.openSession()) {
            for (int i = 0; i < pointers.length; i++) {
                pointers[i] = filler.allocate(OBJECT_BYTES);
                filler.enter();
                filler.putBytes(pointers[i], 0, content, 0, OBJECT_BYTES);
                filler.exit();
            }
        }
    }

    /** Opens the section. */
    @Setup(Level.Iteration)
    public void enter() {
        session = heap.openSession();
        session.enter();
    }

    /** Leaves it. */
    @TearDown(Level.Iteration)
    public void exit() {
        session.exit();
        session.close();
    }

    /** Frees. */
    @TearDown
    public void free() {
        heap.close();
    }
}
