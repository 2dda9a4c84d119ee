package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.Session;

/** What one thread does with sites, and what it has to find there. All in sections. Counts after each access: that has ended. */
final class SiteActs {
    private static final int MAX_PENDING = 64;

    private final Stage stage;
    private final Sites sites;
    private final SplittableRandom random;
    private final int laneOffset;
    private final Tally[] tallies;
    private final long[] lane;
    private final long[] lastAdded;
    private final int[] pending = new int[MAX_PENDING];
    private int pendings;
    private final byte[] bytes = new byte[Sites.BYTES];
    private final UnsafeBuffer words = new UnsafeBuffer(bytes);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    /** @param lane which lane is its own, or below 0 if none is */
    SiteActs(Stage stage, SplittableRandom random, int lane) {
        this.stage = stage;
        this.sites = stage.sites();
        this.random = random;
        this.laneOffset = lane < 0 ? -1 : Sites.LANES + lane * Long.BYTES;
        this.tallies = new Tally[sites.count()];
        this.lane = new long[sites.count()];
        this.lastAdded = new long[sites.count()];
        for (int i = 0; i < tallies.length; i++) {
            tallies[i] = new Tally();
        }
    }

    void act(Session session) {
        int site = chooseSite();
        switch (random.nextInt(laneOffset < 0 ? 6 : 12)) {
            case 0, 1 -> add(session, site);
            case 2 -> swap(session, site);
            case 3 -> addInt(session, site);
            case 4 -> swapInt(session, site);
            case 5 -> look(session, site);
            case 6, 7, 8 -> writeLane(session, site);
            default -> writeLaneThrough(address(session, site), site);
        }
    }

    /** Often the same as others do, which is one whose page moves often. */
    private int chooseSite() {
        if (random.nextInt(3) == 0) {
            return stage.hotSite();
        }
        int site = random.nextInt(sites.count());
        if (random.nextInt(32) == 0) {
            stage.makeHot(site);
        }
        return site;
    }

    /** After a section: what it has added, every later section has to see. */
    void sectionEnded() {
        while (pendings > 0) {
            sites.floors().incrementAndGet(pending[--pendings]);
        }
    }

    void addTo(Tally sum, int site) {
        sum.add(tallies[site]);
    }

    // ---- counters ----

    private void add(Session session, int site) {
        session.getAndAddLong(sites.pointer(site), sites.base(site) + Sites.ADDED, 1);
        tallies[site].increment(0);
        if (pendings < MAX_PENDING) {
            pending[pendings++] = site;
        }
    }

    private void swap(Session session, int site) {
        long pointer = sites.pointer(site);
        int at = sites.base(site) + Sites.SWAPPED;
        long seen = session.getLongAcquire(pointer, at);
        if (session.compareAndSetLong(pointer, at, seen, seen + 1)) {
            tallies[site].increment(1);
        }
    }

    private void addInt(Session session, int site) {
        session.getAndAddInt(sites.pointer(site), sites.base(site) + Sites.INT_ADDED, 1);
        tallies[site].increment(2);
    }

    private void swapInt(Session session, int site) {
        long pointer = sites.pointer(site);
        int at = sites.base(site) + Sites.INT_SWAPPED;
        int seen = session.getIntAcquire(pointer, at);
        if (session.compareAndSetInt(pointer, at, seen, seen + 1)) {
            tallies[site].increment(3);
        }
    }

    // ---- the own lane ----

    private void writeLane(Session session, int site) {
        long pointer = sites.pointer(site);
        int at = sites.base(site) + laneOffset;
        requireLane(site, session.getLong(pointer, at));
        session.putLong(pointer, at, lane[site] + 1);
        lane[site]++;
        requireLane(site, session.getLong(pointer, at));
    }

    private long address(Session session, int site) {
        if (random.nextBoolean()) {
            return session.writableAddress(sites.pointer(site));
        }
        session.wrap(sites.pointer(site), view);
        return view.addressOffset();
    }

    /** Through an address of the object, of a section or of a pin. Now and then the processor is lost between two writes. */
    void writeLaneThrough(long address, int site) {
        long at = address + sites.base(site) + laneOffset;
        int adds = 1 + random.nextInt(50);
        int pause = random.nextInt(2 * adds);
        for (int i = 0; i < adds; i++) {
            requireLane(site, RawMemory.getLong(at));
            RawMemory.putLong(at, ++lane[site]);
            if (i == pause) {
                stage.holdAddress(random, sites.pointer(site));
            }
        }
    }

    private void requireLane(int site, long seen) {
        if (seen != lane[site]) {
            stage.report(Words.kindOf(seen, Finding.Kind.LOST_UPDATE), "site=" + site + " offset="
                + (sites.base(site) + laneOffset) + " is " + seen + ", and its only writer wrote " + lane[site]);
        }
    }

    // ---- reading ----

    private void look(Session session, int site) {
        long pointer = sites.pointer(site);
        int base = sites.base(site);
        long floor = Math.max(sites.floors().get(site), lastAdded[site]);
        long added = session.getLongVolatile(pointer, base + Sites.ADDED);
        if (added < floor) {
            stage.report(Finding.Kind.STALE, "site=" + site + " counts " + added + ", after " + floor);
        }
        lastAdded[site] = Math.max(lastAdded[site], added);
        if (random.nextBoolean()) {
            session.getBytes(pointer, base, bytes, 0, Sites.BYTES);
            requirePattern(site);
            return;
        }
        long address = session.address(pointer) + base;
        for (int looks = 1 + random.nextInt(3); looks > 0 && !stage.isOver(); looks--) {
            RawMemory.copyToArray(address, bytes, 0, Sites.BYTES);
            requirePattern(site);
            stage.holdAddress(random, pointer);
        }
    }

    private void requirePattern(int site) {
        for (int at = 0; at < Sites.BYTES; at += at == 0 ? Sites.PATTERN : Long.BYTES) {
            long seen = words.getLong(at);
            if (seen != (at == 0 ? Sites.identity(site) : Sites.pattern(site, at))) {
                stage.report(Words.kindOf(seen, Finding.Kind.FOREIGN), "site=" + site + " shows 0x" + Long.toHexString(seen)
                    + " at offset " + (sites.base(site) + at));
                return;
            }
        }
    }

    /** When all threads rest. In a section. */
    void checkAtRest(Session session) {
        for (int site = 0; site < sites.count() && stage.finding() == null; site++) {
            session.getBytes(sites.pointer(site), sites.base(site), bytes, 0, Sites.BYTES);
            requirePattern(site);
            if (laneOffset >= 0) {
                requireLane(site, words.getLong(laneOffset));
            }
        }
    }
}
