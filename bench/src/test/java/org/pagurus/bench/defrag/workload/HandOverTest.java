package org.pagurus.bench.defrag.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.defrag.store.Store;

class HandOverTest {
    /** Pointers are headers; nothing is behind them. An object is right if its pointer is. */
    private static final class Headers implements Store.Mutator {
        @Override
        public long allocate(int size, long header) {
            return header;
        }

        @Override
        public void free(long pointer, long header) {
            // Nothing is behind it.
        }

        @Override
        public boolean isRight(long pointer, int size, long header) {
            return pointer == header;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private final ObjectTable table = new ObjectTable(List.of(new Headers(), new Headers(), new Headers()), 100);

    private static Set<Integer> live(LiveSet objects) {
        Set<Integer> indices = new TreeSet<>();
        for (int n = 0; n < objects.count(); n++) {
            indices.add(objects.at(n));
        }
        return indices;
    }

    private void meetAll(HandOver handOver) {
        List<CompletableFuture<Void>> others = List.of(
            CompletableFuture.runAsync(() -> handOver.meet(1, table.parts().get(1))),
            CompletableFuture.runAsync(() -> handOver.meet(2, table.parts().get(2))));
        handOver.meet(0, table.parts().get(0));
        others.forEach(CompletableFuture::join);
    }

    @Test
    void everySet_givesAllItHasToTheNext() {
        int[] counts = {50, 0, 7};
        for (int part = 0; part < 3; part++) {
            for (int i = 0; i < counts[part]; i++) {
                table.parts().get(part).add(100 + part);
            }
        }
        List<Set<Integer>> before = table.parts().stream().map(HandOverTest::live).toList();
        HandOver handOver = new HandOver(3);
        meetAll(handOver);
        List<Set<Integer>> after = table.parts().stream().map(HandOverTest::live).toList();
        assertEquals(List.of(before.get(2), before.get(0), before.get(1)), after);
        assertEquals(List.of(700L + 7 * 2, 5000L, 0L), table.parts().stream().map(LiveSet::liveBytes).toList());
        assertTrue(table.parts().stream().allMatch(part -> part.wrong() == 0));
        // Each set still has room for as many as before, and no index twice.
        Set<Integer> all = new TreeSet<>();
        for (LiveSet part : table.parts()) {
            while (part.count() < 100) {
                part.add(100);
            }
            assertThrows(IllegalStateException.class, () -> part.add(100));
            all.addAll(live(part));
        }
        assertEquals(300, all.size());
        table.parts().forEach(LiveSet::clear);
        assertEquals(0, table.liveBytes());
    }

    @Test
    void giveUp_freesThoseWhoWait() {
        HandOver handOver = new HandOver(3);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> handOver.meet(1, table.parts().get(1)));
        handOver.giveUp();
        assertTrue(assertThrows(RuntimeException.class, waiting::join).getMessage().contains("another thread"));
        assertThrows(IllegalStateException.class, () -> handOver.meet(0, table.parts().get(0)));
    }

    /** Proof that J looks at what it is given: the cookie of one object is spoilt while it is handed over. */
    @Test
    void spoiltSurvivor_isFound() {
        List<Workload> parts = new GenerationsWorkload("J", 100_000).parts(2);
        ObjectTable two = new ObjectTable(List.of(new Headers(), new Spoiling()), parts.get(0).maxObjects());
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            int number = part;
            threads.add(CompletableFuture.runAsync(() -> parts.get(number).phases().get(0).body()
                .run(two.parts().get(number), new SplittableRandom(number))));
        }
        long failures = threads.stream().filter(thread -> {
            Throwable failure = thread.handle((done, thrown) -> thrown).join();
            return failure != null && failure.getCause() instanceof WrongReadException;
        }).count();
        assertTrue(failures >= 1);
    }

    /** Each of its objects is wrong. */
    private static final class Spoiling implements Store.Mutator {
        @Override
        public long allocate(int size, long header) {
            return header + (1L << 50);
        }

        @Override
        public void free(long pointer, long header) {
            // Nothing is behind it.
        }

        @Override
        public boolean isRight(long pointer, int size, long header) {
            return pointer == header;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
