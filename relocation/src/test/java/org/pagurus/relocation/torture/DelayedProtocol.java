package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.WatchedProtocol;
import org.pagurus.relocation.internal.protocol.Protocol;

/** Delays before and after every step: whatever another thread can do in between, it gets the time to do. */
final class DelayedProtocol extends WatchedProtocol {
    private final ThreadLocal<SplittableRandom> randoms;

    /** Each thread draws from its own random numbers, which follow from the seed and the number of threads before it. */
    DelayedProtocol(PageTable table, Protocol delayed, long seed) {
        super(table, delayed);
        SplittableRandom root = new SplittableRandom(seed);
        randoms = ThreadLocal.withInitial(() -> {
            synchronized (root) {
                return root.split();
            }
        });
    }

    @Override
    protected void before(Step step) {
        Delays.atStep(randoms.get());
    }

    @Override
    protected void after(Step step) {
        SplittableRandom random = randoms.get();
        switch (step) {
            case BEGIN -> Delays.inMigrating(random);
            case MEET -> Delays.metMigrating(random);
            case ISOLATE -> Delays.betweenIsolates(random);
            default -> Delays.atStep(random);
        }
    }
}
