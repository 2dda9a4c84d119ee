package org.pagurus.examples.dcache;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.pagurus.relocation.Heap;

/**
 * Lookups, paths and parents against random changes, with the pages of all dentries moving. One thread changes the cache after
 * the model; every answer is compared with what the model was from the last change that was over when the question was asked to
 * the last one that had begun when the answer came.
 */
final class DcacheStress {
    private static final int READERS = 2;

    private final Heap heap;
    private final Dcache cache;
    private final LongFunction<Operations> operations;
    private final long seed;
    private final ModelTree model = new ModelTree();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong found = new AtomicLong();
    /** Versions of the model: the last that the cache may be in, and the last that it is in for sure. */
    private volatile long begun;
    private volatile long over;
    private volatile boolean stopped;

    /** @param operations makes them from a seed */
    DcacheStress(Heap heap, Dcache cache, long seed, LongFunction<Operations> operations) {
        this.heap = heap;
        this.cache = cache;
        this.seed = seed;
        this.operations = operations;
    }

    /** Runs until enough is done, the time is over, or something is wrong; what is wrong. */
    List<String> run(BooleanSupplier enough, long maxNanos) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        threads.add(thread("updater", this::update));
        threads.add(thread("compacter", this::compact));
        for (int i = 1; i <= READERS; i++) {
            Operations own = operations.apply(seed + i);
            threads.add(thread("reader-" + i, () -> read(own)));
        }
        threads.forEach(Thread::start);
        long deadline = System.nanoTime() + maxNanos;
        while (!stopped && System.nanoTime() - deadline < 0 && !enough.getAsBoolean()) {
            Thread.sleep(20);
        }
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(wrong);
    }

    long found() {
        return found.get();
    }

    long changes() {
        return over;
    }

    @Override
    public String toString() {
        return "changes=" + over + " answers=" + answers + " found=" + found;
    }

    private Thread thread(String name, Runnable body) {
        return new Thread(() -> {
            try {
                body.run();
                heap.session().close();
            } catch (Throwable e) {
                fail(name + ": " + e);
            }
        }, name);
    }

    private void fail(String what) {
        wrong.add("seed=" + seed + " " + what);
        stopped = true;
    }

    private void update() {
        Operations own = operations.apply(seed);
        Fragmenter fragmenter = new Fragmenter(seed);
        for (int i = 1; !stopped; i++) {
            Operations.Operation operation = own.next(model, cache);
            String expected = Operations.outcome(operation.model());
            begun = model.version();
            String outcome = Operations.outcome(operation.cache());
            over = model.version();
            if (!outcome.equals(expected)) {
                fail(operation + ": " + outcome + " instead of " + expected);
            }
            fragmenter.step(heap.session());
            if (i % 512 == 0) {
                cache.prune();
                fragmenter.clear(heap.session());
            }
        }
        fragmenter.clear(heap.session());
    }

    private void compact() {
        while (!stopped) {
            heap.compactor().compactNow(20_000_000L);
        }
    }

    private void read(Operations own) {
        while (!stopped) {
            String path = own.path();
            PathName name = PathName.of(path);
            long from = over;
            long inode = cache.inode(name);
            check(model.mayWalkTo(path, inode, from, begun), path + " is inode " + inode, from);
            from = over;
            long dentry = cache.lookup(name);
            if (dentry == 0) {
                check(model.mayWalkTo(path, 0, from, begun), path + " is nothing", from);
            } else {
                check(dentry, path, from);
                found.incrementAndGet();
            }
        }
    }

    /** What is said of a dentry that was looked up after version {@code from}; it is held, and put here. */
    private void check(long dentry, String path, long from) {
        long inode = cache.inode(dentry);
        check(model.mayWalkTo(path, inode, from, begun), path + " is the dentry of inode " + inode, from);
        long next = over;
        String actual = cache.pathOf(dentry);
        check(model.mayHavePath(inode, actual, next, begun), "inode " + inode + " has path " + actual, next);
        next = over;
        long parent = cache.dgetParent(dentry);
        long parentInode = cache.inode(parent);
        check(model.mayBeParent(inode, parentInode, next, begun), "inode " + inode + " has parent " + parentInode, next);
        cache.dput(parent);
        cache.dput(dentry);
    }

    private void check(boolean right, String answer, long from) {
        answers.incrementAndGet();
        if (!right) {
            fail(answer + ": it was not, in versions " + from + " to " + begun);
        }
    }
}
