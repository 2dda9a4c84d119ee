package org.pagurus.relocation;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * Sessions that allocate, and free their own and each other's objects, against a thread that takes their pages away all the
 * time: revokes, collects, folds and moves them. Every word of an object carries the object's stamp, from its allocation until
 * it is freed, and as long as a section or a pin may go on to read it. So two objects that overlap, a slot that is given out too
 * early and a slot that is lost are all seen.
 *
 * <pre>
 *   own[i]      objects that one worker alone knows: free, freeNow
 *   shared[i]   objects that all know: visited in sections and pinned by any, unlinked and then freed by any
 * </pre>
 */
final class OwnershipStress extends Stress {
    /** A section that loses its processor holds up what all others free meanwhile. */
    private static final long CAPACITY = 256 << 20;
    private static final int WORKERS = 3;
    private static final int OWN = 1_500;
    private static final int SHARED = 1_000;
    private static final int PINNED = 16;
    private static final int[] SIZES = {16, 64, 200, 1_000};
    private static final int LOOKS = 3;

    private final Heap heap;
    private final boolean rash;
    private final AtomicReferenceArray<Item> shared = new AtomicReferenceArray<>(SHARED);
    private final AtomicLong frees = new AtomicLong();
    private final AtomicLong stamps = new AtomicLong();
    private long moved;

    /**
     * Not yet running.
     *
     * @param rash whether the collector believes the bits of a session's page without a grace period
     */
    OwnershipStress(ReadMode mode, long seed, Function<PageTable, Protocol> protocolOf, boolean rash) {
        super(seed);
        this.rash = rash;
        this.heap = Heap.builder().capacity(CAPACITY).readMode(mode).build(protocolOf);
    }

    private record Item(long pointer, int size, long stamp) {
    }

    private record Pin(Item item, long address) {
    }

    /**
     * Runs until so many pages were moved and so many objects freed, or something was wrong, or the time is over.
     *
     * @return the first failure, or null
     */
    String run(long minMoves, long minFrees, long limitNanos) throws InterruptedException {
        Thread[] threads = new Thread[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            Worker worker = new Worker(seed + i);
            threads[i] = start("worker-" + i, worker::work);
        }
        takePagesAway(minMoves, minFrees, System.nanoTime() + limitNanos);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failures.isEmpty()) {
            heap.verify().forEach(this::fail);
            if (heap.stats().liveBytes() != 0) {
                fail("live bytes at the end: " + heap.stats().liveBytes());
            }
            heap.close();
        }
        return failures.peek();
    }

    private void takePagesAway(long minMoves, long minFrees, long deadline) {
        Random random = new Random(seed + 100);
        ForcedMoves forced = new ForcedMoves(heap, random);
        while (!stopped && (forced.migrated() < minMoves || frees.get() < minFrees) && System.nanoTime() - deadline < 0) {
            if (rash) {
                RashCollector.collectSome(heap.space(), random);
            }
            switch (random.nextInt(8)) {
                case 0 -> heap.space().revoke(session -> random.nextBoolean());
                case 1 -> heap.space().collectAll();
                case 2 -> heap.space().frames().release(0, 64);
                default -> forced.isolateSome();
            }
            forced.goOn();
        }
        moved = forced.migrated();
        stopped = true;
        forced.finish();
    }

    /** One thread, and one session after the other. */
    private final class Worker {
        private final Random random;
        private final Item[] own = new Item[OWN];
        private final ArrayDeque<Pin> pins = new ArrayDeque<>();
        private Session session;

        Worker(long workerSeed) {
            random = new Random(workerSeed);
        }

        void work() {
            session = heap.openSession();
            while (!stopped) {
                boolean inSection = random.nextInt(8) == 0;
                if (inSection) {
                    session.enter();
                }
                for (int i = random.nextInt(20); i >= 0; i--) {
                    act();
                }
                if (inSection) {
                    session.exit();
                } else if (random.nextInt(500) == 0) {
                    session.close();
                    session = heap.openSession();
                }
            }
            while (failures.isEmpty() && !pins.isEmpty()) {
                unpin();
            }
            for (int i = 0; failures.isEmpty() && i < OWN + SHARED; i++) {
                Item item = i < OWN ? own[i] : shared.getAndSet(i - OWN, null);
                if (item != null) {
                    free(item, false);
                }
            }
            if (failures.isEmpty()) {
                session.close();
            }
        }

        private void act() {
            int i = random.nextInt(OWN);
            int j = random.nextInt(SHARED);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    if (own[i] != null) {
                        free(own[i], random.nextInt(4) == 0);
                    }
                    own[i] = random.nextInt(8) == 0 ? null : allocate();
                }
                case 3, 4 -> {
                    Item before = shared.getAndSet(j, random.nextInt(8) == 0 ? null : allocate());
                    if (before != null) {
                        free(before, false);
                    }
                }
                case 5 -> {
                    if (pins.size() >= PINNED || !pins.isEmpty() && random.nextInt(3) == 0) {
                        unpin();
                    } else {
                        pin(j);
                    }
                }
                case 6, 7 -> {
                    if (own[i] != null) {
                        own[i] = stamp(new Item(own[i].pointer, own[i].size, stamps.incrementAndGet()));
                    }
                }
                default -> visit(j);
            }
        }

        private Item allocate() {
            Item item = new Item(0, SIZES[random.nextInt(SIZES.length)], stamps.incrementAndGet());
            return stamp(new Item(session.allocate(item.size), item.size, item.stamp));
        }

        /** Through an address that is kept, as real writers do: that makes a seeded bug show. */
        private Item stamp(Item item) {
            session.enter();
            long address = session.writableAddress(item.pointer);
            int pause = random.nextInt(16 * item.size);
            for (int at = 0; at < item.size; at += 8) {
                RawMemory.putLong(address + at, item.stamp);
                if (at == pause) {
                    Thread.yield();
                }
            }
            session.exit();
            return item;
        }

        private void free(Item item, boolean now) {
            session.enter();
            check(item, "before its free");
            session.exit();
            if (now) {
                session.freeNow(item.pointer);
            } else {
                session.free(item.pointer);
            }
            frees.incrementAndGet();
        }

        private void visit(int i) {
            session.enter();
            Item item = shared.get(i);
            for (int look = 0; item != null && look < LOOKS; look++) {
                check(item, "in a section that found it");
                if (random.nextInt(16) == 0) {
                    Thread.yield();
                }
            }
            session.exit();
        }

        private void pin(int i) {
            session.enter();
            Item item = shared.get(i);
            if (item != null) {
                pins.addLast(new Pin(item, session.pin(item.pointer)));
            }
            session.exit();
        }

        private void unpin() {
            Pin pin = pins.pollFirst();
            for (int at = 0; at < pin.item.size; at += 8) {
                require(pin.item, at, RawMemory.getLong(pin.address + at), "pinned");
            }
            session.unpin(pin.item.pointer);
        }

        private void check(Item item, String when) {
            for (int at = 0; at < item.size; at += 8) {
                require(item, at, session.getLong(item.pointer, at), when);
            }
        }

        private void require(Item item, int at, long seen, String when) {
            if (seen != item.stamp) {
                fail(item + " at " + at + " shows " + seen + " " + when);
            }
        }
    }

    long moved() {
        return moved;
    }

    long frees() {
        return frees.get();
    }
}
