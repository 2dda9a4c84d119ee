package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/** How a thread runs something in a section. */
@FunctionalInterface
interface Sections {
    /** With the heap's policy for strict sections. */
    Sections STRICT = (session, random, body) -> {
        session.enter();
        runAndExit(session, body);
    };
    /** With the heap's policy for sleepable sections. */
    Sections SLEEPABLE = (session, random, body) -> {
        session.enterSleepable();
        runAndExit(session, body);
    };
    /** Strict, whatever the heap's policy is. */
    Sections CANCELLING = (session, random, body) -> {
        session.enter(OnMigration.CANCEL);
        runAndExit(session, body);
    };
    /** Again and again until it meets no migration entry. */
    Sections RUN = (session, random, body) -> session.run(body);

    void run(Session session, SplittableRandom random, Runnable body);

    private static void runAndExit(Session session, Runnable body) {
        try {
            body.run();
        } finally {
            session.exit();
        }
    }
}
