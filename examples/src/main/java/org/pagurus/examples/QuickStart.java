package org.pagurus.examples;

import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * The shortest whole program. Run it with {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED}.
 */
public final class QuickStart {
    private QuickStart() {
    }

    /**
     * Stores a number off-heap, reads it back and prints it.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        // quick start: begin
        try (Heap heap = Heap.builder().capacity(256L << 20).build();
            Session session = heap.openSession()) {
            heap.startCompactor();
            long pointer = session.allocate(120);
            session.enter();
            session.putLong(pointer, 0, 42L);
            System.out.println("read back: " + session.getLong(pointer, 0));
            session.exit();
            session.free(pointer);
        }
        // quick start: end
    }
}
