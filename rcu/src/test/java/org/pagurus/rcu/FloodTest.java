package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that defer as fast as they can, while readers come and go. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FloodTest {
    private static final int THREADS = 3;
    private static final int EACH = 100_000;
    private static final int MAX_CALLBACKS = 1_000;
    private static final int MAX_BYTES = 64_000;
    private static final int BYTES = 128;

    private final AtomicLong freed = new AtomicLong();
    private final AtomicLong mostBytes = new AtomicLong();

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "RUN_INLINE"})
    void garbageIsBoundedUnderAFloodOfDefer(final OverBudget policy) throws InterruptedException {
        final RcuDomain domain = RcuDomain.builder().budget(MAX_CALLBACKS, MAX_BYTES, policy).strict();
        flood(domain);

        assertTrue(mostBytes.get() <= MAX_BYTES, "mostBytes=" + mostBytes);
        assertTrue(domain.stats().overBudgetWaits() > 0, "it was no flood");
        assertEquals(0, domain.stats().overBudgetAdmitted());
        domain.close();
        assertEquals((long) THREADS * EACH * BYTES, freed.get(), "nothing is lost");
        assertTrue(domain.stats().gracePeriodsStarted() < THREADS * EACH / 10, "callbacks share them: " + domain.stats());
    }

    /** The control: without a budget the same flood leaves more waiting. */
    @Test
    void withoutABudgetItIsNot() throws InterruptedException {
        final RcuDomain domain = RcuDomain.strict();
        flood(domain);
        assertTrue(mostBytes.get() > MAX_BYTES, "mostBytes=" + mostBytes);
        domain.close();
        assertEquals((long) THREADS * EACH * BYTES, freed.get());
    }

    private void flood(final RcuDomain domain) throws InterruptedException {
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            final Thread thread = new Thread(() -> {
                try (Reader reader = domain.register()) {
                    for (int n = 0; n < EACH; n++) {
                        domain.defer(BYTES, freed::addAndGet, BYTES);
                        if (n % 64 == 0) {
                            reader.enter();
                            mostBytes.accumulateAndGet(domain.stats().deferredWaitingBytes(), Math::max);
                            reader.exit();
                        }
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (final Thread thread : threads) {
            thread.join();
        }
    }
}
