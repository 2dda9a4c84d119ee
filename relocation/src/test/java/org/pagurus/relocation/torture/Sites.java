package org.pagurus.relocation.torture;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/**
 * Places that live as long as the run: small objects, and parts of large ones, which are copied in rounds. Their counters are
 * incremented by all threads; each lane by one.
 *
 * <pre>
 *   0      identity
 *   8      counter: getAndAddLong
 *   16     counter: compareAndSetLong
 *   24     counter: getAndAddInt
 *   28     counter: compareAndSetInt
 *   32     lanes, 8 bytes for each of 8 writers
 *   96     pattern, which never changes, up to 1000
 * </pre>
 */
final class Sites {
    static final int BYTES = 1_000;
    static final int ADDED = 8;
    static final int SWAPPED = 16;
    static final int INT_ADDED = 24;
    static final int INT_SWAPPED = 28;
    static final int LANES = 32;
    static final int MAX_LANES = 8;
    static final int PATTERN = 96;
    private static final int SMALL = 160;
    /** So many objects are allocated for each that is kept: folding has something to do. */
    private static final int KEEP_ONE_OF = 8;
    private static final int LARGE_OBJECTS = 2;
    private static final int SITES_OF_LARGE = 6;
    private static final int STRIDE = 200_000;

    private final Stage stage;
    private final int count = SMALL + LARGE_OBJECTS * SITES_OF_LARGE;
    private final long[] pointers = new long[count];
    private final int[] bases = new int[count];
    /** How often the first counter was certainly incremented: what a read may not fall below. */
    private final AtomicLongArray floors = new AtomicLongArray(count);

    Sites(Stage stage) {
        this.stage = stage;
    }

    int count() {
        return count;
    }

    long pointer(int site) {
        return pointers[site];
    }

    /** Where a site begins in its object. */
    int base(int site) {
        return bases[site];
    }

    AtomicLongArray floors() {
        return floors;
    }

    static long identity(int site) {
        return Words.mix(-1L - site);
    }

    static long pattern(int site, int at) {
        return Words.mix(identity(site) + at);
    }

    /** The page of a large object. */
    Page anyLargePage(Random random) {
        return stage.inside().pageOf(pointers[SMALL + random.nextInt(LARGE_OBJECTS * SITES_OF_LARGE)]);
    }

    // ---- when all threads rest ----

    void allocate(Session session) {
        for (int i = 0; i < SMALL * KEEP_ONE_OF; i++) {
            long pointer = session.allocate(BYTES);
            if (i % KEEP_ONE_OF == 0) {
                pointers[i / KEEP_ONE_OF] = pointer;
            } else {
                session.free(pointer);
            }
        }
        for (int site = SMALL; site < count; site++) {
            int part = (site - SMALL) % SITES_OF_LARGE;
            pointers[site] = part == 0 ? session.allocate((long) STRIDE * SITES_OF_LARGE) : pointers[site - 1];
            bases[site] = part * STRIDE;
        }
        session.enter(OnMigration.CANCEL);
        for (int site = 0; site < count; site++) {
            session.putLong(pointers[site], bases[site], identity(site));
            for (int at = ADDED; at < BYTES; at += Long.BYTES) {
                session.putLong(pointers[site], bases[site] + at, at < PATTERN ? 0 : pattern(site, at));
            }
        }
        session.exit();
    }

    void freeAll(Session session) {
        for (int site = 0; site < count; site++) {
            if (site < SMALL || (site - SMALL) % SITES_OF_LARGE == 0) {
                session.free(pointers[site]);
            }
        }
    }

    /** Each counter has what all threads together have added; and the pattern is whole. */
    void checkAtRest(Session session, Iterable<SiteActs> all) {
        session.enter(OnMigration.CANCEL);
        for (int site = 0; site < count && stage.finding() == null; site++) {
            Tally sum = new Tally();
            for (SiteActs acts : all) {
                acts.addTo(sum, site);
            }
            Tally seen = Tally.read(session, pointers[site], bases[site]);
            if (!seen.equals(sum)) {
                stage.report(Words.kindOf(seen.added(), Finding.Kind.LOST_UPDATE), "site=" + site + " has " + seen
                    + ", but all threads together " + sum);
            }
        }
        session.exit();
    }
}
