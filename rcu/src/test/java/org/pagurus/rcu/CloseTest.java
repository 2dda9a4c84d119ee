package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CloseTest {
    private final RcuDomain domain = RcuDomain.strict("closing");
    private final List<Long> ran = new ArrayList<>();

    @Test
    void closeRunsTheWaitingCallbacks() {
        domain.defer(ran::add, 1);
        domain.defer(ran::add, 2);
        domain.close();
        assertEquals(List.of(1L, 2L), ran);
        domain.close();
    }

    @Test
    void closedDomainRefusesNewcomersAndAnswersQuestions() {
        final long cookie = domain.startGracePeriod();
        final Reader reader = domain.register();
        domain.close();
        assertThrows(IllegalStateException.class, domain::register);
        assertThrows(IllegalStateException.class, domain::startGracePeriod);
        assertThrows(IllegalStateException.class, domain::synchronize);
        assertThrows(IllegalStateException.class, () -> domain.defer(ran::add, 1));
        assertThrows(IllegalStateException.class, () -> domain.defer(() -> ran.add(1L)));
        assertTrue(domain.isElapsed(cookie));
        assertEquals(List.of(), domain.holders(cookie));
        assertEquals(0, domain.poll());
        domain.barrier();
        assertEquals(1, domain.stats().readersRegistered());
        reader.close();
        assertEquals(0, domain.stats().readersRegistered());
    }

    @Test
    void closeNamesStuckThreadsAndMayBeRepeated() throws InterruptedException {
        domain.defer(ran::add, 1);
        try (SectionHolder holder = SectionHolder.enter(domain, "stuck-reader")) {
            domain.defer(ran::add, 2);
            final IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> domain.close(TimeUnit.MILLISECONDS.toNanos(30)));
            assertTrue(e.getMessage().contains("stuck-reader") && e.getMessage().contains("closing"), e.getMessage());
            assertThrows(IllegalStateException.class, domain::startGracePeriod);
            assertTrue(holder.thread().isAlive());
        }
        domain.close();
        assertEquals(List.of(1L, 2L), ran);
    }

    @Test
    void closeInsideASectionIsRefusedAndChangesNothing() {
        final Reader reader = domain.register();
        reader.enter();
        assertThrows(IllegalStateException.class, domain::close);
        reader.exit();
        domain.synchronize();
        domain.close();
    }

    @Test
    void callbackThatDefersDuringCloseFailsAlone() {
        domain.defer(() -> domain.defer(ran::add, 1));
        domain.defer(ran::add, 2);
        domain.close();
        assertEquals(List.of(2L), ran);
        assertEquals(1, domain.stats().callbacksThrown());
    }

    @Test
    void closeReportsACallbackThatDoesNotEnd() throws InterruptedException {
        final Object monitor = new Object();
        final Thread poller = new Thread(domain::poll, "slow-poller");
        synchronized (monitor) {
            domain.defer(() -> {
                synchronized (monitor) {
                    ran.add(1L);
                }
            });
            poller.start();
            while (poller.getState() != Thread.State.BLOCKED) {
                Thread.sleep(1);
            }
            final IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> domain.close(TimeUnit.MILLISECONDS.toNanos(30)));
            assertTrue(e.getMessage().contains("slow-poller"), e.getMessage());
        }
        poller.join();
        domain.close();
        assertEquals(List.of(1L), ran);
    }
}
