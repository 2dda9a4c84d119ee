package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/** What sections and rename_lock are there for, each with its proof. */
class SectionsTest {
    private static final PathName A_F = PathName.of("/a/f");
    private static final PathName A_G = PathName.of("/a/g");

    private final Heap heap = Heap.builder().capacity(16 << 20).build();
    private final OtherThread other = new OtherThread();
    private Dcache cache;

    private void open(Variant variant, int buckets, Parts parts) throws Exception {
        cache = new Dcache(heap, variant, buckets, parts);
        cache.mkdir(PathName.of("/a"));
        cache.mkdir(PathName.of("/b"));
    }

    @AfterEach
    void nothingIsLeft() {
        other.close();
        assertEquals(List.of(), DcacheVerifier.verify(cache, heap));
        cache.close();
        assertEquals(0, heap.stats().liveBytes());
        heap.close();
    }

    /** A walk stands on a dentry that is removed, pruned and freed, and others are made. What name does it read? */
    private String nameReadAfterFree(Variant variant, PausedParts parts) throws Exception {
        open(variant, 1, parts);
        cache.create(A_G);
        long file = cache.lookup(A_G);
        cache.dput(file);
        parts.pauseAtNameOf(file);
        Future<Long> found = other.start(() -> cache.inode(A_F));
        other.awaitPause();
        cache.unlink(A_G);
        assertEquals(1, cache.prune());
        for (int i = 0; i < 600; i++) {
            cache.create(PathName.of("/b/other-" + i));
        }
        other.goOn();
        other.awaitPause();
        other.goOn();
        assertEquals(0, OtherThread.resultOf(found));
        return parts.nameRead();
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aFreedDentry_isReadUntilTheSectionEnds(Variant variant) throws Exception {
        assertEquals("g", nameReadAfterFree(variant, new PausedParts(other, new SeqCount())));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aDentryFreedAtOnce_isAnotherOne(Variant variant) throws Exception {
        assertNotEquals("g", nameReadAfterFree(variant, new PausedParts(other, new SeqCount()) {
            @Override
            void free(Session session, long dentry) {
                session.freeNow(dentry);
            }
        }));
    }

    /**
     * Ref-walk looks for /a/BB, which is there all the time. It stands on Aa, which has the same hash and is before it in the
     * chain, when that one moves to another chain.
     */
    private long lookupOverRename(Variant variant, RenameLock renameLock) throws Exception {
        long[] watched = new long[1];
        open(variant, 1 << 10, new Parts() {
            @Override
            RenameLock renameLock() {
                return renameLock;
            }

            @Override
            LockRef lockRef(DentryLock lock) {
                return new LockRef(new DentryLock() {
                    @Override
                    public void lock(Session session, long dentry) {
                        if (dentry == watched[0] && Thread.currentThread().getName().equals("other")) {
                            watched[0] = 0;
                            other.pause();
                        }
                        lock.lock(session, dentry);
                    }

                    @Override
                    public void unlock(Session session, long dentry) {
                        lock.unlock(session, dentry);
                    }
                });
            }
        });
        assertEquals("BB".hashCode(), "Aa".hashCode());
        long inode = cache.create(PathName.of("/a/BB"));
        cache.create(PathName.of("/a/Aa"));
        watched[0] = cache.lookup(PathName.of("/a/Aa"));
        cache.dput(watched[0]);
        RefWalk refWalk = new RefWalk(cache.core(), new References(cache.core()));
        Future<Long> found = other.start(() -> refWalk.lookup(heap.session(), PathName.of("/a/BB")));
        other.awaitPause();
        cache.rename(PathName.of("/a/Aa"), PathName.of("/b/z"));
        other.goOn();
        long dentry = OtherThread.resultOf(found);
        if (dentry != 0) {
            assertEquals(inode, cache.inode(dentry));
            cache.dput(dentry);
        }
        return dentry;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aRenameThatLeadsASearchAway_isNoticed(Variant variant) throws Exception {
        assertNotEquals(0, lookupOverRename(variant, new RenameLock()));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void withoutRenameLock_itIsNot(Variant variant) throws Exception {
        assertEquals(0, lookupOverRename(variant, new RenameLock() {
            @Override
            boolean changed(int since) {
                return false;
            }
        }));
    }

    /**
     * Who only reads is not troubled by moves: objects around the dentries are freed bit by bit, and each time all are
     * folded anew.
     */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void movesAlone_neverMakeAWalkFallBack(Variant variant) throws Exception {
        open(variant, 8, new Parts());
        long[] inodes = new long[20];
        long[] others = new long[4_000];
        for (int i = 0; i < others.length; i++) {
            others[i] = heap.session().allocate(DentryLayout.LENGTH);
            if (i % 200 == 0) {
                inodes[i / 200] = cache.create(PathName.of("/a/" + i / 200));
            }
        }
        AtomicBoolean moving = new AtomicBoolean(true);
        AtomicInteger reads = new AtomicInteger();
        Future<Boolean> reading = other.start(() -> {
            while (moving.get()) {
                int i = reads.getAndIncrement() % inodes.length;
                assertEquals(inodes[i], cache.inode(PathName.of("/a/" + i)));
            }
            return true;
        });
        for (int part = 0; part < 8; part++) {
            int before = reads.get();
            for (int i = part; i < others.length; i += 8) {
                heap.session().free(others[i]);
            }
            heap.compactor().compactNow(1_000_000_000L);
            while (reads.get() == before && !reading.isDone()) {
                Thread.yield();
            }
        }
        moving.set(false);
        assertTrue(OtherThread.resultOf(reading));
        assertTrue(heap.stats().pagesMigrated() > 10, "moved=" + heap.stats().pagesMigrated());
        assertEquals(0, cache.fallBacks());
    }

    /** The kinds do not mix: what may sleep must not stand in what must not. */
    @Test
    void aSleepableCache_isRefusedInAStrictSection() throws Exception {
        open(Variant.SLEEPABLE, 1, new Parts());
        Session session = heap.session();
        session.enter();
        try {
            String refusal = assertThrows(IllegalStateException.class, () -> cache.inode(A_F)).getMessage();
            assertTrue(refusal.contains("strict section"), refusal);
        } finally {
            session.exit();
        }
        session.enterSleepable(OnMigration.WAIT);
        assertEquals(0, cache.inode(A_F));
        session.exit();
    }
}
