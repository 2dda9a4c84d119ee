package org.pagurus.examples.dcache;

import java.util.SplittableRandom;
import org.pagurus.relocation.Session;

/** Keeps the pages of dentries sparse: objects of a dentry's size come and go among them, in the session that makes dentries. */
final class Fragmenter {
    private static final int OBJECTS = 4_096;
    private static final int PART = 16;

    private final SplittableRandom random;
    private final long[] objects = new long[OBJECTS];

    Fragmenter(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Replaces some objects; a quarter of the places is empty in the end. */
    void step(Session session) {
        int at = random.nextInt(OBJECTS / PART) * PART;
        for (int i = at; i < at + PART; i++) {
            if (objects[i] != 0) {
                session.free(objects[i]);
            }
            objects[i] = random.nextInt(4) == 0 ? 0 : session.allocate(DentryLayout.LENGTH);
        }
    }

    /** Frees most at once: what is left of their pages is worth folding. */
    void clear(Session session) {
        for (int i = 0; i < OBJECTS; i++) {
            if (objects[i] != 0) {
                session.free(objects[i]);
                objects[i] = 0;
            }
        }
    }
}
