package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/** d_lock and the count beside it, in pages that move. */
class DentryLockTest {
    private static final int THREADS = 3;
    private static final int ROUNDS = 20_000;

    private final Heap heap = Heap.builder().capacity(16 << 20).build();
    private final Session session = heap.session();
    private final Fragmenter fragmenter = new Fragmenter(1);
    private long dentry;

    @AfterEach
    void heapIsRight() {
        assertEquals(List.of(), heap.verify());
        heap.close();
    }

    /** A dentry among few others, in a page that the compactor will fold. */
    private void allocate() {
        for (int i = 0; i < 300; i++) {
            fragmenter.step(session);
        }
        dentry = session.allocateZeroed(DentryLayout.LENGTH);
        fragmenter.clear(session);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void whoCounts_isToldWhatIsZeroAndWhatIsDead(Variant variant) {
        allocate();
        LockRef lockRef = new LockRef(variant.newLock());
        variant.enter(session);
        try {
            assertFalse(lockRef.getNotZero(session, dentry));
            assertTrue(lockRef.getNotDead(session, dentry));
            assertTrue(lockRef.getNotZero(session, dentry));
            assertEquals(2, LockRef.count(session, dentry));
            assertEquals(1, lockRef.tryPut(session, dentry));
            assertEquals(0, lockRef.tryPut(session, dentry));
            assertEquals(LockRef.REFUSED, lockRef.tryPut(session, dentry));
            lockRef.lock(session, dentry);
            assertEquals(LockRef.REFUSED, lockRef.tryPut(session, dentry));
            lockRef.incrementLocked(session, dentry);
            lockRef.decrementLocked(session, dentry);
            lockRef.markDeadLocked(session, dentry);
            lockRef.unlock(session, dentry);
            assertTrue(LockRef.isDead(session, dentry));
            assertFalse(lockRef.getNotDead(session, dentry));
            assertFalse(lockRef.getNotZero(session, dentry));
            assertThrows(IllegalStateException.class, () -> lockRef.get(session, dentry));
        } finally {
            session.exit();
        }
    }

    /** The holder leaves its section, the page moves, another thread waits for the lock in its new place. */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void aLockIsHeld_whileItsWordMoves(Variant variant) throws Exception {
        allocate();
        LockRef lockRef = new LockRef(variant.newLock());
        variant.enter(session);
        lockRef.lock(session, dentry);
        session.exit();
        assertTrue(heap.compactor().compactNow(5_000_000_000L));
        assertTrue(heap.stats().pagesMigrated() > 0, "pages moved");
        try (OtherThread other = new OtherThread()) {
            Future<Boolean> got = other.start(() -> {
                Session own = heap.session();
                variant.enter(own);
                try {
                    return lockRef.getNotDead(own, dentry);
                } finally {
                    own.exit();
                }
            });
            Thread.sleep(50);
            assertFalse(got.isDone(), "the lock is held");
            variant.enter(session);
            lockRef.unlock(session, dentry);
            session.exit();
            assertTrue(OtherThread.resultOf(got));
        }
        variant.enter(session);
        assertEquals(1, session.getLong(dentry, DentryLayout.LOCKREF_OFFSET));
        session.exit();
    }

    /** Plain additions under the lock, and counts beside it, by several threads while the page is moved to and fro. */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void nothingIsLost(Variant variant) throws Exception {
        allocate();
        assertEquals(THREADS * ROUNDS, sum(variant, new LockRef(variant.newLock())));
        variant.enter(session);
        assertEquals(0, session.getLong(dentry, DentryLayout.LOCKREF_OFFSET));
        session.exit();
    }

    /** The proof that it would be noticed. */
    @Test
    void withoutLock_additionsAreLost() throws Exception {
        allocate();
        DentryLock none = new DentryLock() {
            @Override
            public void lock(Session own, long locked) {
                assertTrue(own.inSection());
            }

            @Override
            public void unlock(Session own, long locked) {
                assertTrue(own.inSection());
            }
        };
        assertTrue(sum(Variant.STRICT, new LockRef(none)) < THREADS * ROUNDS);
    }

    private long sum(Variant variant, LockRef lockRef) throws Exception {
        List<OtherThread> threads = new ArrayList<>();
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            OtherThread thread = new OtherThread();
            threads.add(thread);
            results.add(thread.start(() -> add(variant, lockRef)));
        }
        while (results.stream().anyMatch(result -> !result.isDone())) {
            fragmenter.step(session);
            fragmenter.clear(session);
            heap.compactor().compactNow(5_000_000L);
        }
        for (Future<Integer> result : results) {
            assertEquals(ROUNDS, OtherThread.resultOf(result));
        }
        threads.forEach(OtherThread::close);
        variant.enter(session);
        try {
            return session.getLong(dentry, DentryLayout.INODE_OFFSET);
        } finally {
            session.exit();
        }
    }

    private int add(Variant variant, LockRef lockRef) {
        Session own = heap.session();
        for (int i = 0; i < ROUNDS; i++) {
            variant.enter(own);
            try {
                lockRef.getNotDead(own, dentry);
                lockRef.lock(own, dentry);
                long sum = own.getLong(dentry, DentryLayout.INODE_OFFSET);
                if (i % 64 == 0) {
                    // Others find the lock held.
                    Thread.yield();
                }
                own.putLong(dentry, DentryLayout.INODE_OFFSET, sum + 1);
                lockRef.decrementLocked(own, dentry);
                lockRef.unlock(own, dentry);
            } finally {
                own.exit();
            }
        }
        return ROUNDS;
    }
}
