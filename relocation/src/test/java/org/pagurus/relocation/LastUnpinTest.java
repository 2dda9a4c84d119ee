package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The last unpin of a freed object, in the middle of which its page is collected. */
class LastUnpinTest {
    private static final int LARGE = 100_000;
    private static final int HUGE = 5 << 20;
    private static final long MILLIS = 200;
    private final OtherThread collector = new OtherThread("collector");
    private final Heap heap = Heap.builder().capacity(32 << 20).build(CollectingProtocol::new);
    private Future<?> collected;

    @AfterEach
    void close() {
        heap.close();
        collector.close();
    }

    /** Lets another thread collect what was freed before the entry is unpinned, as far as it comes. */
    private final class CollectingProtocol extends Protocol {
        CollectingProtocol(PageTable table) {
            super(table);
        }

        @Override
        public void unpin(int pageId) {
            collected = collector.start(() -> {
                collect();
                return null;
            });
            try {
                collected.get(MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // It waits for this unpin.
                Thread.onSpinWait();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            super.unpin(pageId);
        }
    }

    private void collect() {
        heap.space().collectAll();
        for (int round = 0; round < 3; round++) {
            heap.space().domain().poll();
            heap.space().domain().synchronize();
        }
        heap.space().domain().poll();
    }

    /** @param between what happens between the free and the last unpin */
    private void unpinFreed(int bytes, Runnable between) throws Exception {
        try (Session session = heap.openSession()) {
            long pointer = session.allocate(bytes);
            session.pin(pointer);
            session.free(pointer);
            between.run();
            session.unpin(pointer);
            OtherThread.await(collected);
        }
        heap.space().domain().poll();
        heap.space().domain().poll();
        assertEquals(0, heap.stats().pages());
        assertEquals(0, heap.stats().hugeObjects());
        assertEquals(0, heap.stats().liveBytes());
        assertEquals(List.of(), heap.verify());
    }

    @ParameterizedTest
    @ValueSource(ints = {LARGE, HUGE})
    void aPageThatIsBeingCollectedIsNotLost(int bytes) throws Exception {
        unpinFreed(bytes, () -> { });
    }

    /** It was kept from its collect, and is retired by the unpin: the collector sees that before the pin is gone. */
    @ParameterizedTest
    @ValueSource(ints = {LARGE, HUGE})
    void aPageThatWasKeptIsNotLost(int bytes) throws Exception {
        unpinFreed(bytes, () -> {
            collect();
            assertEquals(1, heap.stats().pages());
        });
    }
}
