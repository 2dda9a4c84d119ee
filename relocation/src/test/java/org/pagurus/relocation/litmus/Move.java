package org.pagurus.relocation.litmus;

import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * The last steps of a move, one by one, as {@code Migrator} makes them: the page of a place is MIGRATING when a state is made. So
 * the race is about these steps in every state, and not in one of many. No grace period is needed before: nobody knows the place.
 */
final class Move {
    private static final byte STALE = 0x55;

    private final Ground ground;
    private final Place place;
    private final Run target;
    private final long migrating;
    private final long committed;
    private boolean done;

    /** Isolates and begins. */
    Move(Ground ground, Place place) {
        this.ground = ground;
        this.place = place;
        this.target = ground.takeFrame();
        RawMemory.fill(target.address(), Place.USED_BYTES, STALE);
        Page page = place.page();
        this.committed = ground.isFolding() ? Entry.folded(page.sizeClass(), page.prepareFold(target.address()).version())
            : Entry.present(page.sizeClass(), target.address());
        Protocol protocol = ground.protocol();
        protocol.isolate(place.id());
        this.migrating = protocol.begin(place.id());
    }

    Place place() {
        return place;
    }

    void copy() {
        if (ground.isFolding()) {
            place.page().copyAllocatedTo(target.address());
        } else {
            RawMemory.copy(place.page().run().address(), target.address(), Place.USED_BYTES);
        }
    }

    boolean commit() {
        done = ground.protocol().commit(place.id(), migrating, committed);
        return done;
    }

    /** When all is over: the page lives where its entry says, and what it does not need is free. */
    void end() {
        Page page = place.page();
        ground.protocol().putBack(place.id());
        if (!done) {
            page.forgetFold();
            ground.space().freeRun(target);
            return;
        }
        Run left = page.run();
        page.movedTo(target);
        target.add(page);
        left.remove(page);
        ground.space().freeRun(left);
    }
}
