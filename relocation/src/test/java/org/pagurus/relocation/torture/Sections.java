package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import org.pagurus.relocation.Session;

/** How a thread enters its sections. */
interface Sections {
    /** Strict sections, which follow the heap's own policy. */
    Sections STRICT = (session, random, body) -> {
        session.enter();
        try {
            body.run();
        } finally {
            session.exit();
        }
    };

    void run(Session session, SplittableRandom random, Runnable body);
}
