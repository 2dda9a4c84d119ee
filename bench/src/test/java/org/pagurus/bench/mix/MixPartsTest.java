package org.pagurus.bench.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixPartsTest {
    private static final int RECORDS = 4_096;

    private static double[] parts(Mix mix) {
        Turns turns = new Turns(11, mix, RECORDS);
        double[] parts = new double[Mix.Kind.values().length];
        for (int turn = 0; turn < Turns.COUNT; turn++) {
            parts[Turns.kind(turns.get(turn)).ordinal()] += 1.0 / Turns.COUNT;
        }
        return parts;
    }

    /** A million choices of one seed: three standard deviations of a half are 0.15 %. */
    @Test
    void mixes_haveTheirParts() {
        double[][] expected = {{0.5, 0.5, 0}, {0.95, 0.05, 0}, {1, 0, 0}, {0.5, 0, 0.5}};
        for (Mix mix : Mix.values()) {
            double[] parts = parts(mix);
            for (int kind = 0; kind < parts.length; kind++) {
                assertEquals(expected[mix.ordinal()][kind], parts[kind], 0.002, mix + " " + Mix.Kind.values()[kind]);
            }
        }
        assertEquals("50 read, 50 read-modify-write", Mix.F.parts());
        assertEquals("100 read", Mix.C.parts());
    }

    @Test
    void turns_areSkewedRepeatableAndInRange() {
        Turns turns = new Turns(11, Mix.A, RECORDS);
        Turns same = new Turns(11, Mix.A, RECORDS);
        int[] counts = new int[RECORDS];
        for (int turn = 0; turn < Turns.COUNT; turn++) {
            int choice = turns.get(turn);
            counts[Turns.record(choice)]++;
            assertTrue(Turns.field(choice) < Values.FIELDS);
            assertTrue(turns.fieldBytes(turn) >= Values.MIN_FIELD_BYTES && turns.fieldBytes(turn) <= Values.MAX_FIELD_BYTES);
            assertEquals(same.get(turn + Turns.COUNT), choice);
        }
        // The first of 4,096 by rank has 1 / (1 + 1/2^0.99 + ...) = 0.108 of all.
        assertEquals(0.108, Arrays.stream(counts).max().orElseThrow() / (double) Turns.COUNT, 0.01);
    }

    @Test
    void keys_areDenseAndOneOfThreeIsNoRecord() {
        Keys keys = Keys.of(RECORDS * (long) Values.USUAL_BYTES + 1);
        assertEquals(RECORDS, keys.records());
        BitSet seen = new BitSet();
        for (int i = 0; i < keys.records(); i++) {
            seen.set(Keys.record(i));
        }
        assertEquals(keys.records(), seen.cardinality());
        for (int i = 0; i < keys.others(); i++) {
            assertFalse(seen.get(Keys.other(i)));
            seen.set(Keys.other(i));
        }
        assertEquals(keys.count(), seen.cardinality());
        assertEquals(keys.count(), seen.length());
    }

    @Test
    void values_ofAnotherKeyOrLength_areFound() {
        byte[] value = new byte[Values.MAX_BYTES];
        int bytes = Values.write(value, 7, 90);
        for (int field = 0; field < Values.FIELDS; field++) {
            assertTrue(Values.isOf(value, bytes, 7, field));
            assertFalse(Values.isOf(value, bytes, 8, field));
        }
        assertFalse(Values.isOf(value, bytes - 1, 7, 0));
        assertFalse(Values.isOf(value, -1, 7, 0));
        Values.writeField(value, 8, 3, 90, 0);
        assertTrue(Values.isOf(value, bytes, 7, 2));
        assertFalse(Values.isOf(value, bytes, 7, 3));
    }

    @Test
    void values_keepTheirCountsWhenTheirSizeChanges() {
        byte[] value = new byte[Values.MAX_BYTES];
        byte[] other = new byte[Values.MAX_BYTES];
        Values.write(value, 7, Values.MAX_FIELD_BYTES);
        for (int field = 0; field < Values.FIELDS; field++) {
            Values.writeField(value, 7, field, Values.MAX_FIELD_BYTES, 100 + field);
        }
        assertEquals(Values.bytes(60), Values.resize(value, other, 60));
        Values.resize(other, value, Values.MAX_FIELD_BYTES);
        for (int field = 0; field < Values.FIELDS; field++) {
            assertEquals(100 + field, Values.count(other, field));
            assertTrue(Values.isOf(other, Values.bytes(60), 7, field));
            assertTrue(Values.isOf(value, Values.MAX_BYTES, 7, field));
        }
    }

    @Test
    void background_sizesWanderUpAndDown() {
        SplittableRandom random = new SplittableRandom(3);
        int others = 1_000;
        assertEquals(Values.MIN_FIELD_BYTES, Background.fieldBytes(0, others, random), 8);
        assertEquals(Values.USUAL_FIELD_BYTES, Background.fieldBytes(others / 2, others, random), 8);
        assertEquals(Values.MAX_FIELD_BYTES, Background.fieldBytes(others, others, random), 8);
        assertEquals(Values.MIN_FIELD_BYTES, Background.fieldBytes(2L * others, others, random), 8);
        for (int i = 0; i < 2 * others; i++) {
            int size = Background.fieldBytes(i, others, random);
            assertTrue(size >= Values.MIN_FIELD_BYTES && size <= Values.MAX_FIELD_BYTES, "i=" + i + " size=" + size);
        }
    }

    /** Lines as JDK 17 and JDK 25 write them. What is no collector's is left out. */
    @Test
    void pauseLog_countsTheCollectorsPauses(@TempDir Path folder) throws IOException {
        String safepoint = "Safepoint \"%s\", Time since last: 5 ns, Reaching safepoint: 3 ns, Cleanup: 2 ns, "
            + "At safepoint: 1 ns, Total: %d ns%n";
        Path file = folder.resolve("log");
        Files.writeString(file, String.format(safepoint, "G1CollectForAllocation", 9_999));
        PauseLog log = new PauseLog(file);
        long mark = log.mark();
        String text = String.format(safepoint, "G1CollectForAllocation", 6_947_039)
            + String.format(safepoint, "G1PauseRemark", 10)
            + String.format(safepoint, "ZMarkStartYoung", 20) + String.format(safepoint, "GenCollectForAllocation", 30)
            + String.format(safepoint, "SerialCollectForAllocation", 40) + String.format(safepoint, "ICBufferFull", 1 << 30)
            + String.format(safepoint, "Cleanup", 1 << 30)
            + "Safepoint \"ZRelocateStartOld\", Total:    103349 ns, Threads: 1 runnable, 12 total\n";
        Files.writeString(file, Files.readString(file) + text);
        assertEquals(new MixRow.Pauses(6, 6_947_039 + 100 + 103_349, 6_947_039), log.since(mark));
        assertEquals(new MixRow.Pauses(0, 0, 0), log.since(log.mark()));
    }

    @Test
    void resident_countsAnonymousAndSharedMemory() {
        String status = "Name:\tjava\nVmRSS:\t  900 kB\nRssAnon:\t  120 kB\nRssFile:\t  500 kB\nRssShmem:\t   30 kB\n";
        assertEquals(150 << 10, Resident.parse(status));
        assertThrows(IllegalStateException.class, () -> Resident.parse("RssAnon:\t 1 kB\n"));
        assertTrue(Resident.bytes() > 1 << 20);
    }
}
