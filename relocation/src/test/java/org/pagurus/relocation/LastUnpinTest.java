package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The last unpin of a freed object, in the middle of which its page is collected. */
class LastUnpinTest {
    private static final long MILLIS = 200;
    private final OtherThread collector = new OtherThread("collector");
    private Heap heap;
    private Future<Integer> polled;

    /** Lets another thread collect what was freed before the entry is unpinned, as far as it comes. */
    private final class CollectingProtocol extends Protocol {
        CollectingProtocol(PageTable table) {
            super(table);
        }

        @Override
        public void unpin(int pageId) {
            polled = collector.start(() -> heap.space().domain().poll());
            try {
                polled.get(MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // It waits for this unpin.
                Thread.onSpinWait();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            super.unpin(pageId);
        }
    }

    @Test
    void thePageIsNotLost() throws Exception {
        heap = Heap.builder().capacity(32 << 20).build(CollectingProtocol::new);
        try (Session session = heap.openSession()) {
            long pointer = session.allocate(5 << 20);
            session.pin(pointer);
            session.free(pointer);
            session.unpin(pointer);
            OtherThread.await(polled);
        }
        heap.space().domain().poll();
        heap.space().domain().poll();
        assertEquals(0, heap.stats().hugeObjects());
        assertEquals(0, heap.stats().liveBytes());
        assertEquals(List.of(), heap.verify());
        heap.close();
        collector.close();
    }
}
