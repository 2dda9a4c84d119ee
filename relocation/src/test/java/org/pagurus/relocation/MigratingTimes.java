package org.pagurus.relocation;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.CardTable;
import org.pagurus.relocation.internal.protocol.DirtyCards;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * How long the migration entry of a large object lasts, and how often a busy writer cancels its copy, with and without pre-copy.
 * By hand: {@code MigratingTimes MOVES OBJECT_KIB}.
 */
final class MigratingTimes {
    private static final long SLICE_NANOS = 500_000L;
    private static final int HOT_BYTES = 64 << 10;

    /** What the writer does between two moves and during them. */
    private enum Writer {
        NONE(0, false), PACED_HOT(2_000, true), PACED_ANYWHERE(2_000, false), BUSY_HOT(0, true), BUSY_ANYWHERE(0, false);

        private final long pauseNanos;
        private final boolean hot;

        Writer(long pauseNanos, boolean hot) {
            this.pauseNanos = pauseNanos;
            this.hot = hot;
        }
    }

    /** Notes how long each migration entry lasts. */
    private static final class TimedProtocol extends Protocol {
        private final long[] nanos = new long[1 << 20];
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

    private MigratingTimes() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        int moves = Integer.parseInt(arguments[0]);
        int bytes = Integer.parseInt(arguments[1]) << 10;
        for (int warmUp = 1; warmUp >= 0; warmUp--) {
            for (Writer writer : Writer.values()) {
                for (boolean preCopy : new boolean[] {false, true}) {
                    String line = measure(writer, preCopy, warmUp == 1 ? moves / 10 : moves, bytes);
                    if (warmUp == 0) {
                        System.out.println(line);
                    }
                }
            }
        }
    }

    private static String measure(Writer writer, boolean preCopy, int moves, int bytes) throws InterruptedException {
        TimedProtocol[] protocol = new TimedProtocol[1];
        CardTable cards = preCopy ? new CardTable() : new NoCards();
        try (Heap heap = Heap.builder().capacity(64 << 20).build(table -> protocol[0] = new TimedProtocol(table, cards))) {
            boolean[] stopped = new boolean[1];
            long pointer;
            try (Session session = heap.openSession()) {
                pointer = session.allocateZeroed(bytes);
            }
            long[] writes = new long[2];
            Thread thread = new Thread(() -> write(heap, pointer, bytes, writer, stopped, writes));
            thread.start();
            Migrator migrator = heap.compactor().migrator();
            long tried = 0;
            long[] slices = new long[1];
            long end = System.nanoTime() + 20_000_000_000L;
            while (migrator.counters().pagesMigrated() < moves && System.nanoTime() < end) {
                tried++;
                move(heap, migrator, pointer, slices);
            }
            synchronized (stopped) {
                stopped[0] = true;
            }
            thread.join();
            long moved = migrator.counters().pagesMigrated();
            int count = protocol[0].count;
            long[] sorted = Arrays.copyOf(protocol[0].nanos, count);
            Arrays.sort(sorted);
            return String.format("%-14s %-8s moves=%d of %d, cancels/move=%.3f, MIGRATING p50=%.1f p99=%.1f max=%.1f us,"
                + " longest slice %.0f us, MiB/move=%.2f, writes/ms=%.0f", writer, preCopy ? "pre-copy" : "whole", moved, tried,
                (double) migrator.counters().cancelled() / Math.max(1, moved), sorted[count / 2] / 1e3,
                sorted[(int) (count * 0.99)] / 1e3, sorted[count - 1] / 1e3, slices[0] / 1e3,
                migrator.counters().bytesCopied() / (double) Math.max(1, moved) / (1 << 20), writes[0] * 1e6 / writes[1]);
        }
    }

    private static void move(Heap heap, Migrator migrator, long pointer, long[] longest) {
        heap.compactor().lock().lock();
        try {
            if (!migrator.addMove(heap.space().pages().get(Pointer.pageId(pointer)).run())) {
                return;
            }
            migrator.startGracePeriod();
            while (!migrator.isIdle()) {
                long start = System.nanoTime();
                if (migrator.step(start + SLICE_NANOS) == 0) {
                    Thread.yield();
                } else {
                    longest[0] = Math.max(longest[0], System.nanoTime() - start);
                }
            }
            heap.space().domain().poll();
        } finally {
            heap.compactor().lock().unlock();
        }
        LockSupport.parkNanos(200_000);
    }

    private static void write(Heap heap, long pointer, int bytes, Writer writer, boolean[] stopped, long[] writes) {
        if (writer == Writer.NONE) {
            writes[1] = 1;
            return;
        }
        Random random = new Random(1);
        long start = System.nanoTime();
        try (Session session = heap.openSession()) {
            for (;;) {
                synchronized (stopped) {
                    if (stopped[0]) {
                        break;
                    }
                }
                for (int i = 0; i < 100; i++) {
                    session.enter();
                    session.putLong(pointer, random.nextInt((writer.hot ? HOT_BYTES : bytes) / 8) * 8, i);
                    session.exit();
                    long until = System.nanoTime() + writer.pauseNanos;
                    while (writer.pauseNanos > 0 && System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                }
                writes[0] += 100;
            }
        }
        writes[1] = System.nanoTime() - start;
    }
}
