package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.Threads;
import org.pagurus.allocator.internal.os.Posix;
import org.pagurus.allocator.internal.os.RawMemory;

class PageTableTest {
    private static final int ENTRIES_PER_FRAME = 8_192;
    private static final long ENTRY = Entry.present(16, 0x0001_0000L);

    @Test
    void capacityIsRoundedUpToWholeFramesOfEntries() {
        int[][] wantedAndCapacity = {{1, ENTRIES_PER_FRAME}, {ENTRIES_PER_FRAME, ENTRIES_PER_FRAME},
            {ENTRIES_PER_FRAME + 1, 2 * ENTRIES_PER_FRAME}, {1 << 24, 1 << 24}};
        for (int[] pair : wantedAndCapacity) {
            try (PageTable table = new PageTable(pair[0])) {
                assertEquals(pair[1], table.capacity());
                assertEquals(0, table.address() % 65_536);
            }
        }
    }

    /** 16 GiB of address space, of which nothing is touched. */
    @Test
    void largestTableHasAPositiveCapacity() {
        try (PageTable table = new PageTable(Integer.MAX_VALUE)) {
            assertEquals(Integer.MAX_VALUE, table.capacity());
            assertEquals(Entry.ABSENT, table.entryAcquire(Integer.MAX_VALUE - 1));
        }
    }

    @Test
    void freshTableIsAbsentAndOnlyWhatIsWrittenBecomesResident() {
        try (PageTable table = new PageTable(1 << 20)) {
            assertEquals(0, table.residentBytes());
            table.publish(1, ENTRY);
            table.publish(2, ENTRY);
            table.publish(table.capacity() - 1, ENTRY);
            assertEquals(2L * Posix.osPageLength(), table.residentBytes());
            assertEquals(Entry.ABSENT, table.entryAcquire(3));
        }
    }

    @Test
    void entryIsFoundByIdByPointerAndByAddress() {
        try (PageTable table = new PageTable(ENTRIES_PER_FRAME)) {
            for (int id : new int[] {1, 2, 4_000, table.capacity() - 1}) {
                long entry = Entry.present(16, (long) id << 16);
                table.publish(id, entry);
                assertEquals(entry, table.entryAcquire(id));
                assertEquals(entry, PageTable.entryAcquire(table.address(), Pointer.of(id, 0)));
                assertEquals(entry, PageTable.entryAcquire(table.address(), Pointer.of(id, -1)));
                assertEquals(entry, RawMemory.getLong(table.address() + 8L * id));
            }
            assertEquals(Entry.ABSENT, PageTable.entryAcquire(table.address(), Pointer.NULL));
        }
    }

    @Test
    void pageThatIsMappedCannotBePublishedAgain() {
        try (PageTable table = new PageTable(ENTRIES_PER_FRAME)) {
            table.publish(5, ENTRY);
            IllegalStateException refusal = assertThrows(IllegalStateException.class,
                () -> table.publish(5, Entry.present(17, 0x0002_0000L)));
            assertEquals("page=5 is mapped already: PRESENT(class=16 address=0x10000 pins=0)", refusal.getMessage());
            assertEquals(ENTRY, table.entryAcquire(5));
        }
    }

    @Test
    void transitionHappensOnlyFromTheExpectedEntry() {
        try (PageTable table = new PageTable(ENTRIES_PER_FRAME)) {
            table.publish(5, ENTRY);
            long isolated = Entry.isolate(ENTRY);
            assertFalse(table.compareAndSet(5, isolated, Entry.pin(isolated)));
            assertTrue(table.compareAndSet(5, ENTRY, isolated));
            assertEquals(isolated, table.entryAcquire(5));
            assertEquals(Entry.ABSENT, table.entryAcquire(4));
            assertEquals(Entry.ABSENT, table.entryAcquire(6));
        }
    }

    /** Pins of several sections at once: none is lost, and all can be taken back. */
    @Test
    void concurrentTransitionsAreNotLost() throws InterruptedException {
        try (PageTable table = new PageTable(ENTRIES_PER_FRAME)) {
            table.publish(5, Entry.isolate(ENTRY));
            int pinsEach = 20_000;
            Threads.run(4, thread -> {
                for (int i = 0; i < pinsEach; i++) {
                    long entry;
                    do {
                        entry = table.entryAcquire(5);
                    } while (!table.compareAndSet(5, entry, Entry.pin(entry)));
                }
            });
            assertEquals(4 * pinsEach, Entry.pins(table.entryAcquire(5)));
            Threads.run(4, thread -> {
                for (int i = 0; i < pinsEach; i++) {
                    long entry;
                    do {
                        entry = table.entryAcquire(5);
                    } while (!table.compareAndSet(5, entry, Entry.unpin(entry)));
                }
            });
            assertEquals(Entry.isolate(ENTRY), table.entryAcquire(5));
        }
    }
}
