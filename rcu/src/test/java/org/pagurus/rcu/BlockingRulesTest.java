package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Misuse that deadlocks is refused at once, and changes nothing. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingRulesTest {
    private final RcuDomain domain = RcuDomain.strict("own");
    private final RcuDomain strict = RcuDomain.strict("foreign");
    private final SleepableDomain sleepable = RcuDomain.sleepable("srcu");

    private static List<Executable> waits(final RcuDomain domain) {
        return List.of(domain::synchronize, () -> domain.synchronize(0), domain::expedite, () -> domain.expedite(1),
            domain::barrier, () -> domain.barrier(1), domain::close, () -> domain.close(1));
    }

    private static void assertRefused(final RcuDomain domain, final String reason) {
        for (final Executable wait : waits(domain)) {
            final IllegalStateException e = assertThrows(IllegalStateException.class, wait);
            assertTrue(e.getMessage().contains(reason), e.getMessage());
        }
    }

    @Test
    void waitsInsideASectionOfTheSameDomain() {
        for (final RcuDomain own : List.of(domain, sleepable)) {
            final Reader reader = own.register();
            reader.enter();
            reader.enter();
            reader.exit();
            assertRefused(own, "inside a section would wait for itself");
            reader.exit();
            own.synchronize();
            reader.close();
            own.close();
        }
    }

    @Test
    void aSleepableSectionOfAStrictDomainMayBlockButNotWaitForItself() {
        try (Reader reader = domain.registerSleepable()) {
            reader.enter();
            assertTrue(RcuDomain.mayBlock());
            RcuDomain.checkMayBlock("read(fd)");
            strict.synchronize();
            assertRefused(domain, "inside a section would wait for itself");
            assertFalse(domain.mayWait());
            assertTrue(strict.mayWait());
            final long cookie = domain.startGracePeriod();
            assertFalse(domain.isElapsed(cookie), "a grace period of the domain waits for it");
            reader.exit();
            assertTrue(domain.isElapsed(cookie));
            assertTrue(domain.mayWait());
        }
        domain.close();
    }

    @Test
    void waitsInsideASectionOfAnotherStrictDomain() {
        final Reader reader = strict.register();
        reader.enter();
        assertRefused(domain, "inside a section of the strict domain foreign");
        assertRefused(sleepable, "inside a section of the strict domain foreign");
        final IllegalStateException e = assertThrows(IllegalStateException.class, () -> RcuDomain.checkMayBlock("read(fd)"));
        assertTrue(e.getMessage().startsWith("read(fd) blocks"), e.getMessage());
        assertFalse(RcuDomain.mayBlock());
        reader.exit();
        assertTrue(RcuDomain.mayBlock());
        assertDoesNotThrow(() -> RcuDomain.checkMayBlock("read(fd)"));
        domain.close();
        sleepable.close();
    }

    @Test
    void sleepableSectionsMayWaitForOtherDomains() {
        final Reader reader = sleepable.register();
        reader.enter();
        domain.synchronize();
        domain.defer(() -> { });
        domain.barrier();
        assertTrue(RcuDomain.mayBlock());
        reader.exit();
    }

    @Test
    void readersOfOtherThreadsDoNotMatter() throws InterruptedException {
        try (SectionHolder holder = SectionHolder.enter(strict, "holder")) {
            domain.synchronize();
            assertTrue(RcuDomain.mayBlock());
            assertTrue(holder.thread().isAlive());
        }
    }

    @Test
    void closedReadersAreForgotten() {
        for (int i = 0; i < 1_000; i++) {
            final Reader reader = strict.register();
            reader.enter();
            assertFalse(RcuDomain.mayBlock());
            reader.exit();
            reader.close();
            assertTrue(RcuDomain.mayBlock());
        }
    }

    @Test
    void questionsAreAllowedInside() {
        final Reader reader = domain.register();
        reader.enter();
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        domain.defer(() -> { });
        domain.poll();
        domain.stats();
        domain.abandon();
        assertFalse(domain.holders(domain.startGracePeriod()).isEmpty());
        reader.exit();
    }
}
