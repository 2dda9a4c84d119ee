package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * Rename, rmdir, mkdir, rename: afterwards every pointer is what it was. A walk or dget_parent that was under way must notice;
 * the compactor is at work on the pages meanwhile. Each replay runs right with d_seq and goes wrong without it.
 */
class AbaReplayTest {
    private static final PathName A = PathName.of("/a");
    private static final PathName A_F = PathName.of("/a/f");
    private static final PathName A_G = PathName.of("/a/g");
    private static final PathName B_F = PathName.of("/b/f");

    private final Heap heap = Heap.builder().capacity(16 << 20).ratios(1.01, 1).maxCpu(1).build();
    private final OtherThread other = new OtherThread();
    private PausedParts parts;
    private Dcache cache;

    /** One bucket: a walk for one name meets the dentries of others. */
    private void open(Variant variant, SeqCount seqCount) throws Exception {
        parts = new PausedParts(other, seqCount);
        cache = new Dcache(heap, variant, 1, parts);
        // Freed at once, for nobody ever knew them: the dentries are alone in their pages, and the compactor wants those.
        long[] others = new long[4_096];
        for (int i = 0; i < others.length; i++) {
            others[i] = heap.session().allocate(DentryLayout.LENGTH);
            if (i == others.length / 3) {
                cache.mkdir(A);
            }
        }
        cache.mkdir(PathName.of("/b"));
        for (long object : others) {
            heap.session().freeNow(object);
        }
        // The pages are nobody's now, and get isolated; but they cannot move while the other thread pauses in a section.
        heap.session().close();
        heap.compactor().doWork();
    }

    private void compact() {
        heap.compactor().compactNow(5_000_000L);
    }

    @AfterEach
    void nothingIsLeft() {
        other.close();
        assertTrue(heap.stats().pinsTaken() > 0, "no writer met an isolated page");
        assertEquals(List.of(), DcacheVerifier.verify(cache, heap));
        assertTrue(heap.stats().pagesMigrated() > 0, "no page moved");
        cache.close();
        assertEquals(0, heap.stats().liveBytes());
        heap.close();
    }

    private long dentry(PathName path) {
        long dentry = cache.lookup(path);
        cache.dput(dentry);
        return dentry;
    }

    /**
     * The walk for /a/f compares the parent of a dentry while it is /a/g, and the name while it is /b/f.
     *
     * @return what it says is /a/f, a path that never was
     */
    private long walk(long file) throws Exception {
        parts.pauseAtNameOf(file);
        Future<Long> found = other.start(() -> cache.inode(A_F));
        other.awaitPause();
        compact();
        cache.rename(A_G, B_F);
        cache.rmdir(A);
        other.goOn();
        other.awaitPause();
        compact();
        cache.mkdir(A);
        cache.rename(B_F, A_G);
        other.goOn();
        return OtherThread.resultOf(found);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aWalk_notices(Variant variant) throws Exception {
        open(variant, new SeqCount());
        cache.create(A_G);
        long directory = dentry(A);
        assertEquals(0, walk(dentry(A_G)));
        assertEquals(directory, dentry(A), "the same dentry, with another inode");
        assertTrue(cache.fallBacks() > 0);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aWalkWithoutCheck_findsAPathThatNeverWas(Variant variant) throws Exception {
        open(variant, Mutation.withoutCheck());
        long inode = cache.create(A_G);
        assertEquals(inode, walk(dentry(A_G)));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aWalkThatReadsParentsAgain_findsItToo(Variant variant) throws Exception {
        Mutation.ParentAgain parentAgain = new Mutation.ParentAgain();
        open(variant, parentAgain);
        long inode = cache.create(A_G);
        parentAgain.expect(dentry(A_G), dentry(A));
        parentAgain.expect(dentry(A), dentry(PathName.of("/")));
        assertEquals(inode, walk(dentry(A_G)));
    }

    /** The walk has found /a/g, which somebody holds, when it is removed. What it returns was there while the walk held it. */
    private long walkToRemoved() throws Exception {
        cache.create(A_G);
        long file = cache.lookup(A_G);
        parts.pauseAtNameOf(file);
        Future<Long> found = other.start(() -> cache.lookup(A_G));
        other.awaitPause();
        other.goOn();
        other.awaitPause();
        compact();
        cache.unlink(A_G);
        other.goOn();
        long dentry = OtherThread.resultOf(found);
        if (dentry != 0) {
            assertEquals("/a/g (deleted)", cache.pathOf(dentry));
            cache.dput(dentry);
        }
        cache.dput(file);
        return dentry;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aWalkToARemovedFile_notices(Variant variant) throws Exception {
        open(variant, new SeqCount());
        assertEquals(0, walkToRemoved());
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aWalkToARemovedFileWithoutCheck_returnsIt(Variant variant) throws Exception {
        open(variant, Mutation.withoutCheck());
        assertNotEquals(0, walkToRemoved());
    }

    /** Reads d_parent, and counts it only after the four steps. */
    private long parent(long file, long directory) throws Exception {
        parts.pauseBeforeCounting(directory);
        Future<Long> found = other.start(() -> cache.dgetParent(file));
        other.awaitPause();
        compact();
        cache.rename(A_F, B_F);
        cache.rmdir(A);
        cache.mkdir(A);
        cache.rename(B_F, A_F);
        compact();
        other.goOn();
        return OtherThread.resultOf(found);
    }

    /** Somebody holds the old directory, so that it is not dead, and mkdir makes another one. */
    private void parentOfHeldDirectory(boolean right) throws Exception {
        cache.create(A_F);
        long directory = cache.lookup(A);
        long file = cache.lookup(A_F);
        long parent = parent(file, directory);
        assertNotEquals(directory, dentry(A));
        assertEquals(right ? dentry(A) : directory, parent);
        assertEquals(right ? "/a" : "/a (deleted)", cache.pathOf(parent));
        cache.dput(parent);
        cache.dput(file);
        cache.dput(directory);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void dgetParent_notices(Variant variant) throws Exception {
        open(variant, new SeqCount());
        parentOfHeldDirectory(true);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void dgetParentWithoutCheck_givesARemovedDirectory(Variant variant) throws Exception {
        open(variant, Mutation.withoutCheck());
        parentOfHeldDirectory(false);
    }

    /**
     * The race for which the kernel's dget_parent got its d_seq: the directory's dentry becomes negative and is used again, so
     * d_parent is the same, and the parent found is right; but what was read of it before may not be. So it must not come by
     * the fast path.
     */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void dgetParent_distrustsAParentThatCameBack(Variant variant) throws Exception {
        long[] refused = new long[1];
        open(variant, new SeqCount() {
            @Override
            boolean changed(Session session, long dentry, int sequence) {
                boolean changed = super.changed(session, dentry, sequence);
                refused[0] += changed ? 1 : 0;
                return changed;
            }
        });
        cache.create(A_F);
        long directory = dentry(A);
        long inode = cache.inode(A);
        long file = cache.lookup(A_F);
        refused[0] = 0;
        long parent = parent(file, directory);
        assertEquals(directory, parent);
        assertNotEquals(inode, cache.inode(parent));
        assertEquals(1, refused[0]);
        cache.dput(parent);
        cache.dput(file);
    }
}
