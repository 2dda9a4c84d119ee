package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.defrag.workload.LiveSet;
import org.pagurus.bench.defrag.workload.ObjectTable;
import org.pagurus.bench.defrag.workload.Workload;
import org.pagurus.bench.trace.Columns;
import org.pagurus.bench.trace.Trace;
import org.pagurus.bench.trace.TraceFormat;
import org.pagurus.bench.trace.TwitterShape;

class TraceWorkloadTest {
    private final RecordingStore store = new RecordingStore();

    private LiveSet replay(Workload workload) {
        LiveSet objects = new ObjectTable(List.of(store), workload.maxObjects()).parts().get(0);
        workload.phases().forEach(phase -> phase.body().run(objects, new SplittableRandom(1)));
        return objects;
    }

    @Test
    void t_isAnLruCacheByBytes(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), String.join("\n", "k,s,o",
            "a,400,r", "b,300,r", "c,300,w", "a,1,r", "d,100,r", "e,2000,r", "c,200,w", "a,,d", "f,5,r"));
        Trace trace = TraceFormat.CSV.read(file, Columns.parse("key=k,size=s,op=o,read=r,write=w,delete=d"), 99, false);
        Workload workload = Workloads.of("T", 1_000, trace);
        // a is used again, so b goes for d; e is above the limit; c is replaced, a deleted; f gets room for its stamp.
        LiveSet objects = replay(workload);
        assertEquals(List.of(16, 100, 200), store.sizes().values().stream().sorted().toList());
        assertEquals(400 + 300 + 300 + 100 + 200 + 16, store.allocatedBytes());
        assertEquals(1_000, store.mostLiveBytes());
        assertEquals(3, workload.maxObjects());
        assertEquals(3, objects.count());
        assertEquals(1_000, workload.largestBytes());
    }

    @Test
    void t_keepsToItsLimits() {
        Trace trace = new TwitterShape("t", 10, 900, 0.6, 0.3, 0.1, 0.8).trace(50_000, 5_000, 2);
        Workload workload = Workloads.of("T", 1 << 20, trace);
        LiveSet objects = replay(workload);
        assertTrue(store.mostLiveBytes() <= 1 << 20 && store.mostLiveBytes() > 1_000_000, store.mostLiveBytes() + " bytes");
        assertEquals(store.liveBytes(), objects.liveBytes());
        assertEquals(0, objects.wrong());
        assertTrue(store.freed() > 10_000, store.freed() + " freed");
        assertTrue(workload.description().contains("50,000 requests"), workload.description());
    }

    @Test
    void parse_tNeedsATrace() {
        assertFalse(Workloads.parse("all").contains("T"));
        assertTrue(Workloads.parse("all", true).contains("T"));
        assertEquals(List.of("C", "C2", "T"), Workloads.parse("t,c", true));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Workloads.parse("T")).getMessage()
            .contains("T replays a trace; name it by --trace"));
    }
}
