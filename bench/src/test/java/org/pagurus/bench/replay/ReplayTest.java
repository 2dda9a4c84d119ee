package org.pagurus.bench.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.bench.caches.SeededBug;
import org.pagurus.bench.caches.Sizing;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.caches.ValueCache;
import org.pagurus.bench.trace.Columns;
import org.pagurus.bench.trace.Trace;
import org.pagurus.bench.trace.TraceFormat;
import org.pagurus.bench.trace.TwitterShape;

class ReplayTest {
    private static final TwitterShape SHAPE = new TwitterShape("test", 10, 500, 0.6, 0.3, 0.1, 0.9);

    private static ReplayRow replay(Trace trace, ValueCache cache, long limitBytes) {
        Sizing sizing = new Sizing(limitBytes, trace.keys(), 1, trace.largestBytes());
        return new Replay(trace, cache, sizing).run("test", 0, done -> { });
    }

    @Test
    void counts_areThoseOfTheTrace(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), String.join("\n", "k,s,o",
            "a,100,get", "a,100,get", "b,200,set", "b,300,get", "b,,del", "b,50,get", "c,5000,get", "c,5000,get", "b,50,get"));
        Trace trace = TraceFormat.CSV.read(file, Columns.parse("key=k,size=s,op=o,read=get,write=set,delete=del"), 99, false);
        ReplayRow row = replay(trace, SeededBug.NONE.open(1_000), 1_000);
        assertEquals(9, row.requests());
        assertEquals(7, row.reads());
        assertEquals(1, row.writes());
        assertEquals(1, row.deletes());
        // a the second time, b in spite of its other size, b again after its miss was filled; c is above the limit.
        assertEquals(3, row.hits());
        assertEquals(3.0 / 7, row.hitRatio());
        assertEquals(2, row.tooLarge());
        assertEquals(0, row.wrong());
        assertEquals(7, row.get().count());
        assertEquals(3, row.put().count());
        assertEquals(150, row.liveBytes());
        assertEquals(300, row.residentBytes());
        assertEquals(2.0, row.ratio());
    }

    @ParameterizedTest
    @EnumSource(SeededBug.class)
    void seededBugs_areCaught(SeededBug bug) {
        Trace trace = SHAPE.trace(5_000, 200, 3);
        ReplayRow row = replay(trace, bug.open(1L << 30), 1L << 30);
        assertTrue(row.hits() > 1_000, row.hits() + " hits");
        assertEquals(bug != SeededBug.NONE, row.wrong() > 0, row.wrong() + " wrong");
    }

    @ParameterizedTest
    @EnumSource(value = Subject.class, names = {"PAGURUS", "MALLOC"})
    void subject_isReplayedAndRight(Subject subject) {
        Trace trace = SHAPE.trace(40_000, 10_000, 4);
        ReplayTask task = new ReplayTask("none", TraceFormat.CSV, null, 0, 1, 1L << 20, 1, false);
        ReplayRow row = ReplayChild.run(subject, task, trace, 0, done -> { });
        assertEquals(0, row.wrong());
        assertTrue(row.hits() > 1_000, row.hits() + " hits");
        // Caffeine evicts a moment after a put has gone over the limit.
        assertTrue(row.liveBytes() > 1 << 19 && row.liveBytes() <= (1 << 20) + (1 << 17), row.liveBytes() + " bytes live");
        assertEquals(subject == Subject.PAGURUS, row.compaction().containsKey("pagesFolded"), row.compaction().toString());
        assertTrue(row.get().p50() > 0 && row.get().p999() >= row.get().p99() && row.put().max() >= row.put().p999());
        String table = ReplayTable.text(List.of(row));
        assertTrue(table.contains("eviction Caffeine") && table.contains(" 0 wrong"), table);
    }

    @Test
    void sizing_withoutALimit_isAQuarterOfTheFootprint(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("sizes"), "6000000\n2000000\n4000000\n");
        ReplayTask task = new ReplayTask(file.toString(), TraceFormat.SIZES, null, 0, 99, 0, 1, false);
        assertEquals(new Sizing(3_000_000, 3, 4_000_000, 6_000_000), task.sizing(task.trace()));
        assertTrue(task.isLru());
        ReplayTask limited = new ReplayTask(file.toString(), TraceFormat.SIZES, null, 0, 2, 5_000_000, 1, true);
        assertEquals(limited, ReplayTask.parse(limited.json()));
        assertEquals(5_000_000, limited.sizing(limited.trace()).limitBytes());
        assertEquals(2, limited.trace().requests());
    }
}
