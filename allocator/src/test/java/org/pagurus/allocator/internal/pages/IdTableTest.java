package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.Seed;
import org.pagurus.allocator.Threads;

class IdTableTest {
    @Test
    void idsStartAtOneAndAscend() {
        IdTable<String> table = new IdTable<>(1_000);
        for (int id = 1; id < 200; id++) {
            assertEquals(id, table.reserve());
        }
        assertEquals(200, table.end());
        assertEquals(0, table.size());
    }

    @Test
    void idsStayBelowTheLimitAndZeroSaysThatAllAreInUse() {
        for (int limit : new int[] {0, 1}) {
            assertEquals(0, new IdTable<String>(limit).reserve());
        }
        IdTable<String> table = new IdTable<>(70);
        for (int id = 1; id < 70; id++) {
            assertEquals(id, table.reserve());
            table.put(id, "x" + id);
        }
        assertEquals(0, table.reserve());
        assertEquals(0, table.reserve());
        assertEquals(70, table.end());
        table.remove(33);
        assertEquals(33, table.reserve());
        assertEquals(0, table.reserve());
    }

    @Test
    void lookUpOfWhatIsNotThereIsNull() {
        IdTable<String> table = new IdTable<>(10);
        for (int id : new int[] {0, 1, 9, 10, 63, 64, 1 << 20, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertNull(table.get(id), "id=" + id);
        }
        assertEquals(1, table.reserve());
        assertNull(table.get(1));
    }

    /** A stale pointer should meet an absent page for as long as possible, so an id rests after it was freed. */
    @Test
    void freedIdRestsUntilMoreThan32AreFree() {
        IdTable<String> table = new IdTable<>(10_000);
        for (int id = 1; id <= 100; id++) {
            table.put(table.reserve(), "x");
        }
        for (int id = 32; id >= 1; id--) {
            table.remove(id);
        }
        assertEquals(101, table.reserve());
        table.remove(50);
        assertEquals(32, table.reserve());
        assertEquals(102, table.reserve());
    }

    @Test
    void freedIdsAreReusedOldestFirst() {
        IdTable<String> table = new IdTable<>(101);
        for (int id = 1; id <= 100; id++) {
            table.put(table.reserve(), "x");
        }
        int[] order = {7, 100, 1, 55, 54};
        for (int id : order) {
            table.remove(id);
            assertNull(table.get(id));
        }
        for (int id : order) {
            assertEquals(id, table.reserve());
        }
    }

    /** A reservation that came to nothing gives its id back, though no element was ever put. */
    @Test
    void reservedIdCanBeGivenBackUnused() {
        IdTable<String> table = new IdTable<>(2);
        assertEquals(1, table.reserve());
        table.remove(1);
        assertEquals(0, table.size());
        assertEquals(1, table.reserve());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 130, 100_000})
    void randomUseAgreesWithAMap(int limit) {
        Random random = Seed.random(limit);
        IdTable<Integer> table = new IdTable<>(limit);
        Map<Integer, Integer> model = new HashMap<>();
        List<Integer> used = new ArrayList<>();
        ArrayDeque<Integer> freed = new ArrayDeque<>();
        for (int step = 0; step < 60_000; step++) {
            String where = "limit=" + limit + " step=" + step + Seed.repeat();
            boolean filling = (step / 3_000 & 1) == 0;
            if (random.nextInt(100) < (filling ? 70 : 30)) {
                int end = table.end();
                int id = table.reserve();
                assertEquals(model.size() == limit - 1, id == 0, where);
                if (id == 0) {
                    continue;
                }
                // Either never used, or the one that was freed first.
                assertEquals(id == end ? id : freed.remove(), id, where);
                assertTrue(id >= 1 && id < limit, where);
                assertNull(model.put(id, step), where);
                table.put(id, step);
                used.add(id);
            } else if (!used.isEmpty()) {
                int index = random.nextInt(used.size());
                int id = used.set(index, used.get(used.size() - 1));
                used.remove(used.size() - 1);
                assertEquals(model.remove(id), table.get(id), where);
                table.remove(id);
                freed.add(id);
            }
            int probe = random.nextInt(limit + 10);
            assertEquals(model.get(probe), table.get(probe), where);
            assertEquals(model.size(), table.size(), where);
        }
        for (int id = 0; id < limit + 100; id++) {
            assertEquals(model.get(id), table.get(id), "id=" + id + Seed.repeat());
        }
    }

    @Test
    void elementIsTheSameObjectAfterTheTableHasGrown() {
        IdTable<Object> table = new IdTable<>(Integer.MAX_VALUE);
        Object first = new Object();
        table.put(table.reserve(), first);
        long before = table.estimatedBytes();
        for (int i = 0; i < 5_000; i++) {
            table.put(table.reserve(), new Object());
        }
        assertSame(first, table.get(1));
        assertTrue(table.estimatedBytes() >= before + 4 * 4_900, "bytes=" + table.estimatedBytes());
    }

    @Test
    void idIsHeldByOneThreadAtATime() throws InterruptedException {
        int limit = 50;
        IdTable<Integer> table = new IdTable<>(limit);
        Threads.run(4, thread -> {
            ArrayDeque<Integer> held = new ArrayDeque<>();
            for (int i = 0; i < 1_000_000; i++) {
                int id = held.size() < 10 ? table.reserve() : 0;
                if (id != 0) {
                    assertNull(table.get(id), "id=" + id + " was given out twice");
                    table.put(id, thread);
                    held.add(id);
                } else {
                    id = held.remove();
                    assertEquals(thread, table.get(id), "id=" + id + " was given out twice");
                    table.remove(id);
                }
            }
            held.forEach(table::remove);
        });
        assertEquals(0, table.size());
        for (int i = 1; i < limit; i++) {
            assertNotEquals(0, table.reserve());
        }
        assertEquals(0, table.reserve());
    }

    private static final class Element {
        private int id;
        private int[] content;
    }

    /** Readers look up every id that they were told of, while the table grows and ids die and are reused. */
    @Test
    void readersFindWholeElementsWhileTheTableGrows() throws InterruptedException {
        int permanent = 300_000;
        IdTable<Element> table = new IdTable<>(2 * permanent);
        AtomicInteger lastPublished = new AtomicInteger();
        int[] permanentIds = new int[permanent + 1];
        Threads.run(4, thread -> {
            if (thread == 0) {
                grow(table, permanentIds, lastPublished);
                return;
            }
            Random random = Seed.random(thread);
            int last;
            do {
                last = lastPublished.get();
                int n = last == 0 ? 0 : 1 + random.nextInt(last);
                Element element = n == 0 ? null : table.get(permanentIds[n]);
                assertTrue(n == 0 || element != null && element.id == permanentIds[n], "n=" + n);
                // An id that comes and goes: there is nothing, or a whole element of this id.
                Element any = table.get(random.nextInt(2 * permanent));
                assertTrue(any == null || any.content[0] == any.id, "a torn element");
            } while (last < permanent);
        });
        assertEquals(permanent, table.size());
    }

    private static void grow(IdTable<Element> table, int[] permanentIds, AtomicInteger lastPublished) {
        for (int n = 1; n < permanentIds.length; n++) {
            permanentIds[n] = put(table);
            lastPublished.set(n);
            int shortLived = put(table);
            table.remove(shortLived);
            assertNotEquals(permanentIds[n], shortLived);
        }
    }

    private static int put(IdTable<Element> table) {
        int id = table.reserve();
        Element element = new Element();
        element.id = id;
        element.content = new int[] {id};
        table.put(id, element);
        return id;
    }
}
