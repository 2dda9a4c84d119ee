package org.pagurus.relocation;

import java.util.random.RandomGenerator;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.relocation.internal.space.Space;

/** A seeded bug: what a session may be changing at this moment is believed, and what it has just freed is free at once. */
final class RashCollector {
    private static final int LOOKS = 100;

    private RashCollector() {
    }

    /** Takes some pages away from their sessions and collects them without a grace period. */
    static void collectSome(Space space, RandomGenerator random) {
        for (int i = 0; i < LOOKS; i++) {
            Page page = space.pages().get(1 + random.nextInt(space.pages().end()));
            int owner = page == null ? 0 : page.owner();
            if (owner > 0 && page.changeOwner(owner, Page.HELD)) {
                page.keepSnapshot(page.retiredSnapshot(page.newSnapshot()));
                space.collectSnapshot(page);
                space.release(page);
            }
        }
    }
}
