package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

class ReaderTest {
    private final RcuDomain domain = RcuDomain.strict();
    private final Reader reader = domain.register();

    @Test
    void sectionsNestAndOnlyTheOutermostExitEndsThem() {
        assertFalse(reader.inSection());
        reader.enter();
        reader.enter();
        reader.enter();
        assertEquals(3, reader.nesting());
        final long cookie = domain.startGracePeriod();
        reader.exit();
        reader.exit();
        assertTrue(reader.inSection());
        assertFalse(domain.isElapsed(cookie));
        reader.exit();
        assertFalse(reader.inSection());
        assertEquals(0, reader.nesting());
        assertTrue(domain.isElapsed(cookie));
    }

    @Test
    void nestedEnterKeepsTheEpochOfTheOutermost() {
        reader.enter();
        final long cookie = domain.startGracePeriod();
        reader.enter();
        reader.exit();
        assertFalse(domain.isElapsed(cookie));
        reader.exit();
    }

    @Test
    void exitWithoutEnterIsRefusedAndChangesNothing() {
        assertThrows(IllegalStateException.class, reader::exit);
        reader.enter();
        reader.exit();
        assertThrows(IllegalStateException.class, reader::exit);
        reader.enter();
        assertEquals(1, reader.nesting());
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        reader.exit();
    }

    @Test
    void closeInsideASectionIsRefusedAndChangesNothing() {
        reader.enter();
        assertThrows(IllegalStateException.class, reader::close);
        assertTrue(reader.inSection());
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        reader.exit();
        reader.close();
    }

    @Test
    void closedReaderRefusesEnterAndExitAndMayBeClosedAgain() {
        reader.close();
        reader.close();
        assertThrows(IllegalStateException.class, reader::enter);
        assertThrows(IllegalStateException.class, reader::exit);
        assertFalse(reader.inSection());
        assertEquals(0, reader.nesting());
        assertEquals(0, domain.stats().readersRegistered());
        domain.synchronize();
    }

    @Test
    void threadMayHaveSeveralReaders() {
        final Reader second = domain.register();
        reader.enter();
        final long cookie = domain.startGracePeriod();
        second.enter();
        reader.exit();
        assertTrue(domain.isElapsed(cookie));
        reader.close();
        assertTrue(second.inSection());
        assertEquals(1, domain.stats().readersRegistered());
        assertEquals(1, domain.stats().readersInSection());
        second.exit();
    }

    @Test
    void foreignThreadMayNotCloseAReaderOfALiveThread() throws InterruptedException {
        final AtomicReference<Throwable> thrown = new AtomicReference<>();
        final Thread thread = new Thread(() -> {
            try {
                reader.close();
            } catch (final IllegalStateException e) {
                thrown.set(e);
            }
        });
        thread.start();
        thread.join();
        assertTrue(thrown.get() instanceof IllegalStateException);
        reader.enter();
        reader.exit();
    }
}
