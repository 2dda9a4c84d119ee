package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReserveExhaustedException;
import org.pagurus.relocation.Session;

/** A thread of every round that does all that an application can do. */
final class Player implements Runnable {
    private static final int MAX_ACTS = 6;
    private static final int LARGE_RESERVE = 512 << 10;

    private final Stage stage;
    private final SplittableRandom random;
    private final Sections sections;
    private final Maker maker;
    private final SiteActs siteActs;
    private final ItemActs itemActs;
    private final OwnActs ownActs;
    private final PinActs pinActs;
    private final AtomicLong operations = new AtomicLong();
    private final Runnable section = this::section;
    private Session session;

    Player(Stage stage, SplittableRandom random, int number, Sections sections) {
        this.stage = stage;
        this.random = random;
        this.sections = sections;
        this.maker = new Maker(stage, random);
        this.siteActs = new SiteActs(stage, random, number);
        this.itemActs = new ItemActs(stage, random, number, maker);
        this.ownActs = new OwnActs(stage, random, maker);
        this.pinActs = new PinActs(stage, random, siteActs);
    }

    SiteActs siteActs() {
        return siteActs;
    }

    /** Any thread. Counting is no fence, which could hide a missing one. */
    long operations() {
        return operations.getOpaque();
    }

    long exhausted() {
        return maker.exhausted();
    }

    long pins() {
        return pinActs.pins();
    }

    /** One round. */
    @Override
    public void run() {
        try {
            open();
            while (!stage.isOver()) {
                sections.run(session, random, section);
                siteActs.sectionEnded();
                outside();
            }
            if (stage.finding() == null) {
                pinActs.dropAll(session);
                leave();
            }
        } catch (Throwable e) {
            stage.reportThrown(e);
        }
    }

    /** May be broken off at every access. */
    private void section() {
        boolean nested = random.nextInt(16) == 0;
        if (nested) {
            session.enter();
        }
        try {
            for (int acts = random.nextInt(MAX_ACTS); acts >= 0 && !stage.isOver(); acts--) {
                act();
                Delays.inSection(random);
                count();
            }
        } catch (ReserveExhaustedException e) {
            // As it may be: large objects do not fit into it.
            count();
        } finally {
            if (nested) {
                session.exit();
            }
        }
    }

    private void act() {
        switch (random.nextInt(16)) {
            case 0 -> pinActs.pin(session);
            case 1 -> pinActs.use();
            case 2, 3, 4, 5, 6 -> itemActs.act(session);
            default -> siteActs.act(session);
        }
    }

    private void outside() {
        for (int acts = random.nextInt(MAX_ACTS); acts > 0; acts--) {
            ownActs.act(session);
            count();
        }
        pinActs.use();
        pinActs.dropSome(session);
        stage.inside().misbehave(random);
        Delays.outside(random);
        if (random.nextInt(1 << 11) == 0) {
            session.close();
            open();
        }
    }

    /** With room for large writes, or without. */
    private void open() {
        session = stage.heap().openSession();
        if (stage.options().policy() == Policy.FALLBACK && random.nextBoolean()) {
            session.reserve().ensureBytes(LARGE_RESERVE);
        }
    }

    private void count() {
        operations.setOpaque(operations.getPlain() + 1);
    }

    /** In good order, or as a thread that just ends. */
    private void leave() {
        if (random.nextBoolean()) {
            session.close();
        }
    }

    /** When all threads rest, on the thread of the session. */
    void checkAtRest(Session restful) {
        restful.enter(OnMigration.CANCEL);
        siteActs.checkAtRest(restful);
        restful.exit();
    }

    /** At the end of the run. */
    void freeAll(Session restful) {
        itemActs.freeAll(restful);
        ownActs.freeAll(restful);
    }
}
