package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GracePeriodTest {
    private final RcuDomain domain = RcuDomain.strict();

    @Test
    void withoutReadersEveryGracePeriodIsOverAtOnce() {
        final long cookie = domain.startGracePeriod();
        assertTrue(domain.isElapsed(cookie));
        assertTrue(domain.synchronize(0));
        domain.synchronize();
    }

    @Test
    void cookiesGrow() {
        final long first = domain.startGracePeriod();
        assertEquals(2, first);
        assertEquals(3, domain.startGracePeriod());
        assertTrue(domain.isElapsed(first));
    }

    @Test
    void sectionRunningAtTheStartHoldsTheGracePeriodBackUntilItsExit() {
        final Reader reader = domain.register();
        reader.enter();
        final long cookie = domain.startGracePeriod();
        assertFalse(domain.isElapsed(cookie));
        assertFalse(domain.isElapsed(cookie));
        reader.exit();
        assertTrue(domain.isElapsed(cookie));
        reader.enter();
        assertTrue(domain.isElapsed(cookie), "once over, over forever");
    }

    @Test
    void laterSectionDoesNotHoldTheGracePeriodBack() {
        final Reader early = domain.register();
        final Reader late = domain.register();
        early.enter();
        final long cookie = domain.startGracePeriod();
        late.enter();
        assertFalse(domain.isElapsed(cookie));
        early.exit();
        assertTrue(domain.isElapsed(cookie));
        final long next = domain.startGracePeriod();
        assertFalse(domain.isElapsed(next), "but it holds back the next one");
        late.exit();
        assertTrue(domain.isElapsed(next));
    }

    @Test
    void cookiesAreExact() {
        final List<Reader> readers = new ArrayList<>();
        final List<Long> cookies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            final Reader reader = domain.register();
            reader.enter();
            readers.add(reader);
            cookies.add(domain.startGracePeriod());
        }
        for (int ended = 0; ended < 8; ended++) {
            for (int i = 0; i < 8; i++) {
                assertEquals(i < ended, domain.isElapsed(cookies.get(i)), "ended=" + ended + ", i=" + i);
            }
            readers.get(ended).exit();
        }
        assertTrue(domain.isElapsed(cookies.get(7)));
    }

    @Test
    void readerRegisteredAfterTheCookieDoesNotHoldItBack() {
        final long cookie = domain.startGracePeriod();
        final Reader reader = domain.register();
        reader.enter();
        assertTrue(domain.isElapsed(cookie));
    }

    @Test
    void invalidCookiesAreRefused() {
        domain.startGracePeriod();
        for (final long cookie : new long[] {Long.MIN_VALUE, -1, 0, 1, 3, Long.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> domain.isElapsed(cookie), "cookie=" + cookie);
            assertThrows(IllegalArgumentException.class, () -> domain.holders(cookie), "cookie=" + cookie);
        }
    }

    @Test
    void cookiesMayBeMadeAndAskedForInsideASection() {
        final Reader reader = domain.register();
        reader.enter();
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        reader.exit();
    }

    @Test
    void domainsAreIndependent() throws InterruptedException {
        final RcuDomain other = RcuDomain.strict("other");
        try (SectionHolder holder = SectionHolder.enter(other, "holder")) {
            domain.synchronize();
            assertTrue(domain.isElapsed(domain.startGracePeriod()));
            assertFalse(other.isElapsed(other.startGracePeriod()));
            assertTrue(holder.thread().isAlive());
        }
    }
}
