package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.pagurus.relocation.ReserveExhaustedException;
import org.pagurus.relocation.Session;

/** Starts threads that do a little and die: in good order, without closing their session, or inside a section. */
final class Mayflies implements Runnable {
    private static final int PLACES = 2;
    private static final int MAX_SECTIONS = 60;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private final Stage stage;
    private final SplittableRandom random;
    private final Sections sections;
    /** A place has one thread at a time, and the next one begins after its end was seen. */
    private final Place[] places = new Place[PLACES];
    private volatile long born;

    Mayflies(Stage stage, SplittableRandom random, Sections sections) {
        this.stage = stage;
        this.random = random;
        this.sections = sections;
        for (int i = 0; i < PLACES; i++) {
            places[i] = new Place(i, random.split());
        }
    }

    /** How many there were. */
    long born() {
        return born;
    }

    SiteActs[] siteActs() {
        SiteActs[] all = new SiteActs[PLACES];
        for (int i = 0; i < PLACES; i++) {
            all[i] = places[i].siteActs;
        }
        return all;
    }

    /** At the end of the run. */
    void freeAll(Session session) {
        for (Place place : places) {
            place.itemActs.freeAll(session);
        }
    }

    /** One round. */
    @Override
    public void run() {
        try {
            while (!stage.isOver()) {
                Place place = places[random.nextInt(PLACES)];
                if (place.thread == null || !place.thread.isAlive()) {
                    born++;
                    place.begin();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            for (Place place : places) {
                if (place.thread != null) {
                    place.thread.join();
                }
            }
        } catch (Throwable e) {
            stage.reportThrown(e);
        }
    }

    /** One thread after the other. */
    private final class Place implements Runnable {
        private final int number;
        private final SplittableRandom chance;
        private final SiteActs siteActs;
        private final ItemActs itemActs;
        private Thread thread;
        private Session session;

        Place(int number, SplittableRandom chance) {
            this.number = number;
            this.chance = chance;
            this.siteActs = new SiteActs(stage, chance, -1);
            this.itemActs = new ItemActs(stage, chance, -1, new Maker(stage, chance));
        }

        void begin() {
            thread = new Thread(this, "torture-mayfly-" + number);
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void run() {
            try {
                session = chance.nextBoolean() ? stage.heap().session() : stage.heap().openSession();
                for (int left = chance.nextInt(MAX_SECTIONS); left > 0 && !stage.isOver(); left--) {
                    sections.run(session, chance, this::section);
                    siteActs.sectionEnded();
                }
                switch (chance.nextInt(3)) {
                    case 0 -> session.close();
                    case 1 -> {
                        session.enter();
                        section();
                    }
                    default -> {
                        // Dies outside a section without closing its session.
                    }
                }
            } catch (Throwable e) {
                stage.reportThrown(e);
            }
        }

        private void section() {
            try {
                for (int acts = chance.nextInt(4); acts >= 0; acts--) {
                    if (chance.nextInt(3) == 0) {
                        itemActs.act(session);
                    } else {
                        siteActs.act(session);
                    }
                    Delays.inSection(chance);
                }
            } catch (ReserveExhaustedException e) {
                Thread.yield();
            }
        }
    }
}
