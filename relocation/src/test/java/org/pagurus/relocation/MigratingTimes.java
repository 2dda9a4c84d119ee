package org.pagurus.relocation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.migration.MigrationCounters;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.CardTable;
import org.pagurus.relocation.internal.protocol.DirtyCards;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * How long the migration entry of a large object lasts, and how often a busy writer cancels its copy, with and without pre-copy.
 * By hand: {@code MigratingTimes TRIES OBJECT_KIB}.
 */
final class MigratingTimes {
    private static final long SLICE_NANOS = 500_000L;
    private static final int HOT_BYTES = 64 << 10;
    private static final int TURNS = 20;
    private static final int MIN_WRITES = 3;

    /** What the writer does between two moves and during them. */
    private enum Writer {
        NONE(0, false), SLOW_ANYWHERE(20_000, false), PACED_HOT(2_000, true), PACED_ANYWHERE(2_000, false), BUSY_HOT(0, true),
        BUSY_ANYWHERE(0, false);

        private final long pauseNanos;
        private final boolean hot;

        Writer(long pauseNanos, boolean hot) {
            this.pauseNanos = pauseNanos;
            this.hot = hot;
        }
    }

    /** Notes how long each migration entry lasts. */
    private static final class TimedProtocol extends Protocol {
        private final long[] nanos = new long[1 << 12];
        private int count;
        private long begun;

        TimedProtocol(PageTable table, CardTable cards) {
            super(table, cards);
        }

        @Override
        public long begin(int pageId) {
            long migrating = super.begin(pageId);
            begun = System.nanoTime();
            return migrating;
        }

        @Override
        public boolean commit(int pageId, long migrating, long target) {
            boolean committed = super.commit(pageId, migrating, target);
            nanos[count++] = System.nanoTime() - begun;
            return committed;
        }
    }

    private static final class NoCards extends CardTable {
        @Override
        public DirtyCards tryOpen(int pageId, long bytes) {
            return null;
        }
    }

    private final Writer writer;
    private final boolean preCopy;
    private final int bytes;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long[] migratingNanos = new long[0];
    private long longestSliceNanos;
    private long tried;
    private long moved;
    private long cancelled;
    private long copiedBytes;
    private long committed;
    private final AtomicLong writes = new AtomicLong();
    private long writerNanos;

    private MigratingTimes(Writer writer, boolean preCopy, int bytes) {
        this.writer = writer;
        this.preCopy = preCopy;
        this.bytes = bytes;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int tries = Integer.parseInt(arguments[0]);
        int bytes = Integer.parseInt(arguments[1]) << 10;
        for (int warmUp = 1; warmUp >= 0; warmUp--) {
            for (Writer writer : Writer.values()) {
                MigratingTimes whole = new MigratingTimes(writer, false, bytes);
                MigratingTimes preCopied = new MigratingTimes(writer, true, bytes);
                // In turns: on a shared machine both threads may have to share a core for a while, and then they never meet.
                for (int turn = 0; turn < TURNS; turn++) {
                    whole.measure(tries / TURNS);
                    preCopied.measure(tries / TURNS);
                }
                if (warmUp == 0) {
                    System.out.println(whole);
                    System.out.println(preCopied);
                }
            }
        }
    }

    private void measure(int tries) throws InterruptedException {
        TimedProtocol[] protocol = new TimedProtocol[1];
        CardTable cards = preCopy ? new CardTable() : new NoCards();
        try (Heap heap = Heap.builder().capacity(64 << 20).build(table -> protocol[0] = new TimedProtocol(table, cards))) {
            AtomicBoolean stopped = new AtomicBoolean();
            long pointer;
            try (Session session = heap.openSession()) {
                pointer = session.allocateZeroed(bytes);
            }
            Thread thread = new Thread(() -> write(heap, pointer, stopped));
            thread.start();
            Migrator migrator = heap.compactor().migrator();
            for (int i = 0; i < tries; i++) {
                MigrationCounters counters = migrator.counters();
                long movedBefore = counters.pagesMigrated();
                long cancelledBefore = counters.cancelled();
                // The writer may have to wait for this thread's core: then nothing was tried.
                if (move(heap, migrator, pointer) >= MIN_WRITES || writer == Writer.NONE) {
                    tried++;
                    moved += counters.pagesMigrated() - movedBefore;
                    cancelled += counters.cancelled() - cancelledBefore;
                }
            }
            stopped.set(true);
            thread.join();
            copiedBytes += migrator.counters().bytesCopied();
            committed += migrator.counters().pagesMigrated();
            int old = migratingNanos.length;
            migratingNanos = Arrays.copyOf(migratingNanos, old + protocol[0].count);
            System.arraycopy(protocol[0].nanos, 0, migratingNanos, old, protocol[0].count);
        }
    }

    @Override
    public String toString() {
        Arrays.sort(migratingNanos);
        int count = migratingNanos.length;
        return String.format("%-14s %-8s tries=%d moved=%.2f cancels/try=%.2f, MIGRATING p50=%.1f p99=%.1f max=%.1f us,"
            + " longest slice %.0f us, MiB/move=%.2f, writes/ms=%.0f", writer, preCopy ? "pre-copy" : "whole", tried,
            (double) moved / tried, (double) cancelled / tried, migratingNanos[count / 2] / 1e3,
            migratingNanos[(int) (count * 0.99)] / 1e3, migratingNanos[count - 1] / 1e3, longestSliceNanos / 1e3,
            copiedBytes / (double) Math.max(1, committed) / (1 << 20), writes.get() * 1e6 / Math.max(1, writerNanos));
    }

    /** @return what was written during the steps */
    private long move(Heap heap, Migrator migrator, long pointer) {
        long written = 0;
        heap.compactor().lock().lock();
        try {
            while (!migrator.addMove(heap.space().pages().get(Pointer.pageId(pointer)).run())) {
                Thread.yield();
            }
            migrator.startGracePeriod();
            while (!migrator.isIdle()) {
                long start = threads.getCurrentThreadCpuTime();
                long before = writes.get();
                if (migrator.step(System.nanoTime() + SLICE_NANOS) == 0) {
                    Thread.yield();
                } else {
                    written += writes.get() - before;
                    longestSliceNanos = Math.max(longestSliceNanos, threads.getCurrentThreadCpuTime() - start);
                }
            }
            heap.space().domain().poll();
        } finally {
            heap.compactor().lock().unlock();
        }
        LockSupport.parkNanos(200_000);
        return written;
    }

    private void write(Heap heap, long pointer, AtomicBoolean stopped) {
        if (writer == Writer.NONE) {
            return;
        }
        Random random = new Random(1);
        long start = System.nanoTime();
        try (Session session = heap.openSession()) {
            while (!stopped.get()) {
                session.enter();
                session.putLong(pointer, random.nextInt((writer.hot ? HOT_BYTES : bytes) / 8) * 8, writes.get());
                writes.setOpaque(writes.getPlain() + 1);
                session.exit();
                long until = System.nanoTime() + writer.pauseNanos;
                while (writer.pauseNanos > 0 && System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            }
        }
        writerNanos += System.nanoTime() - start;
    }
}
