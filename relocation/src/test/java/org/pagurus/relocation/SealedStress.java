package org.pagurus.relocation;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Readers, publishers and a writer who must not be let in, over sealed objects, while a migrator moves and folds their pages
 * without a rest. Each object carries the number of its cell and its generation in every word but one; so a copy that is not
 * whole and a recycled frame are seen at the next look. The one is the writer's: what it writes, if it is let in, it looks for.
 *
 * <pre>
 *   object  | cell and generation | ... the same | lane of the writer, 0 |
 * </pre>
 */
final class SealedStress extends Stress {
    private static final int CELLS = 2_000;
    private static final int WORDS = 40;
    private static final int LANE = (WORDS - 1) * Long.BYTES;
    private static final int READERS = 2;
    private static final int HELD_READS = 30;

    private final HeapInside inside;
    private final Heap heap;
    /** Where objects are published; whoever takes one out frees it. */
    private final AtomicLongArray cells = new AtomicLongArray(CELLS);
    private final AtomicLong refused = new AtomicLong();
    private long moved;
    private long replaced;

    SealedStress(HeapInside inside, long seed) {
        super(seed);
        this.inside = inside;
        this.heap = inside.heap();
    }

    /**
     * Runs until so many pages were moved, or something was wrong, or the time is over.
     *
     * @return the first failure, or null
     */
    String run(long moves, long limitNanos) throws InterruptedException {
        try (Session session = heap.openSession()) {
            for (int cell = 0; cell < CELLS; cell++) {
                cells.set(cell, seal(session, cell, 0));
            }
        }
        Thread[] threads = new Thread[READERS + 2];
        for (int i = 0; i < READERS; i++) {
            int number = i;
            threads[i] = start("reader-" + i, () -> read(new Random(seed + number)));
        }
        threads[READERS] = start("publisher", this::publish);
        threads[READERS + 1] = start("writer", this::write);
        move(moves, System.nanoTime() + limitNanos);
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failures.isEmpty()) {
            inside.verify().forEach(this::fail);
            heap.close();
        } else {
            inside.discard();
        }
        return failures.peek();
    }

    private static long word(int cell, int generation) {
        return (long) cell << Integer.SIZE | generation;
    }

    private static long seal(Session session, int cell, int generation) {
        return session.allocateSealed(WORDS * Long.BYTES, buffer -> {
            for (int at = 0; at < LANE; at += Long.BYTES) {
                buffer.putLong(at, word(cell, generation));
            }
            buffer.putLong(LANE, 0);
        });
    }

    private void publish() {
        Random random = new Random(seed + 100);
        try (Session session = heap.openSession()) {
            for (int generation = 1; !stopped; generation++) {
                int cell = random.nextInt(CELLS);
                session.free(cells.getAndSet(cell, seal(session, cell, generation)));
                Thread.yield();
            }
        }
    }

    private void read(Random random) {
        try (Session session = heap.openSession()) {
            while (!stopped) {
                session.enter();
                int cell = random.nextInt(CELLS);
                long pointer = cells.get(cell);
                long first = session.getLong(pointer, 0);
                if ((int) (first >>> Integer.SIZE) != cell) {
                    fail("wrong object: cell=" + cell + " shows 0x" + Long.toHexString(first));
                }
                long address = session.address(pointer);
                int pause = random.nextInt(4 * HELD_READS);
                for (int i = 0; i < HELD_READS; i++) {
                    int at = random.nextInt(WORDS - 1) * Long.BYTES;
                    long held = RawMemory.getLong(address + at);
                    long now = session.getLong(pointer, at);
                    if (held != first || now != first) {
                        fail("changed: cell=" + cell + " at=" + at + " is 0x" + Long.toHexString(now) + ", and 0x"
                            + Long.toHexString(held) + " at the address, expected 0x" + Long.toHexString(first));
                    }
                    if (i == pause) {
                        Thread.yield();
                    }
                }
                session.exit();
                Thread.yield();
            }
        }
    }

    /** Tries again and again. What it may not do it does not do; what it was let do has to be there. */
    private void write() {
        Random random = new Random(seed + 200);
        try (Session session = heap.openSession()) {
            while (!stopped) {
                session.enter();
                int cell = random.nextInt(CELLS);
                long pointer = cells.get(cell);
                for (int i = 0; i < HELD_READS; i++) {
                    long before = session.getLong(pointer, LANE);
                    try {
                        session.putLong(pointer, LANE, before + 1);
                    } catch (PointerException e) {
                        refused.incrementAndGet();
                        break;
                    }
                    if (i % 8 == 0) {
                        Thread.yield();
                    }
                    long after = session.getLong(pointer, LANE);
                    if (after != before + 1) {
                        fail("lost write: cell=" + cell + " is " + after + " after " + (before + 1) + " was written");
                    }
                }
                session.exit();
                Thread.yield();
            }
        }
    }

    private void move(long moves, long deadline) {
        Random random = new Random(seed + 300);
        ForcedMoves forced = inside.forcedMoves(random);
        while (!stopped && forced.migrated() < moves && System.nanoTime() - deadline < 0) {
            forced.isolateSome();
            forced.goOn();
            if (random.nextInt(16) == 0) {
                inside.takePagesAway(random);
                inside.release();
            }
        }
        moved = forced.migrated();
        replaced = inside.moves().pagesReplaced();
        stopped = true;
        forced.finish();
    }

    long moved() {
        return moved;
    }

    long replaced() {
        return replaced;
    }

    long refused() {
        return refused.get();
    }

    /** A protocol in which everybody may lose the processor between the copy and the CAS. */
    static Protocol slow(PageTable table, Protocol watched) {
        return new WatchedProtocol(table, watched) {
            @Override
            protected void before(Step step) {
                if (step == Step.REPLACE) {
                    Thread.yield();
                }
            }
        };
    }
}
