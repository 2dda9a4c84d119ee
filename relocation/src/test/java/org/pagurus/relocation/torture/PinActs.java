package org.pagurus.relocation.torture;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/** What one thread does with objects that it has pinned: native code and I/O, which know nothing of sections. */
final class PinActs {
    private static final int MAX_HELD = 6;

    private final Stage stage;
    private final SplittableRandom random;
    private final SiteActs siteActs;
    private final ItemReader reader;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long pins;

    PinActs(Stage stage, SplittableRandom random, SiteActs siteActs) {
        this.stage = stage;
        this.random = random;
        this.siteActs = siteActs;
        this.reader = new ItemReader(stage, random);
    }

    /** A pinned object: an item, or one with a site. */
    private record Held(long pointer, long address, Item item, int site) {
    }

    /** In a section: pins what it finds there. */
    void pin(Session session) {
        if (held.size() >= MAX_HELD) {
            return;
        }
        Item item = random.nextBoolean() ? stage.board().find(random) : null;
        int site = random.nextInt(stage.sites().count());
        long pointer = item == null ? stage.sites().pointer(site) : item.pointer;
        held.addLast(new Held(pointer, session.pin(pointer), item, site));
        pins++;
    }

    /** In sections, and outside. */
    void use() {
        for (Held each : held) {
            if (each.item != null) {
                reader.lookThroughPin(each.address, each.item);
            } else if (random.nextInt(4) == 0) {
                siteActs.writeLaneThrough(each.address, each.site);
            }
        }
    }

    /** Outside sections: drops the oldest pin now and then. */
    void dropSome(Session session) {
        if (!held.isEmpty() && random.nextInt(4) == 0) {
            unpin(session, held.removeFirst());
        }
    }

    private void unpin(Session session, Held pin) {
        if (pin.item == null) {
            // It is not freed as long as the run lasts, so it may be translated.
            session.enter(OnMigration.CANCEL);
            long now = session.address(pin.pointer);
            session.exit();
            if (now != pin.address) {
                stage.report(Finding.Kind.PIN, "object with site=" + pin.site + " was pinned at 0x"
                    + Long.toHexString(pin.address) + " and is at 0x" + Long.toHexString(now));
            }
        }
        session.unpin(pin.pointer);
    }

    /** At the end of a round. */
    void dropAll(Session session) {
        while (!held.isEmpty()) {
            unpin(session, held.removeFirst());
        }
    }

    long pins() {
        return pins;
    }
}
