package org.pagurus.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFormatTest {
    private static final String COLUMNS = "key=lbn,size=size,time=time,op=op,write=2a,read=28";

    @TempDir
    private Path folder;

    private Trace csv(String columns, String... lines) throws IOException {
        return TraceFormat.CSV.read(TraceFiles.text(folder, "t.csv", lines), Columns.parse(columns), Integer.MAX_VALUE, false);
    }

    private static void assertRefused(String message, Executable reading) {
        TraceException e = assertThrows(TraceException.class, reading::run);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    /** What a test runs. */
    @FunctionalInterface
    private interface Executable {
        void run() throws IOException;
    }

    // ---- csv ----

    @Test
    void csv_byName_keysAreNumberedAsTheyCome() throws IOException {
        Trace trace = csv(COLUMNS, "version,time,op,size,lbn", "1,5,2a,512,900", "1,5,28,1024,7", "1,6,28,2048,900");
        assertEquals("W0:512 R1:1024 R0:2048", TraceFiles.words(trace));
        assertEquals(2, trace.keys());
        assertEquals(2048 + 1024, trace.footprintBytes());
        assertEquals(2048, trace.largestBytes());
        assertEquals(512, trace.smallestBytes());
    }

    @Test
    void csv_byNumber_withAHeadAndWithout() throws IOException {
        assertEquals("R0:5 R1:6", TraceFiles.words(csv("key=1,size=2", "a,5", "b,6")));
        assertEquals("R0:5 R1:6", TraceFiles.words(csv("key=1,size=2", "id,bytes", "a,5", "b,6")));
    }

    @Test
    void csv_quotesAndCarriageReturns() throws IOException {
        Trace trace = csv("key=k,size=s", "\"k\",s\r", "\"a,\"\"b\",5\r", "\"a,\"\"b\",6\r", "\"\",7".replace("\"\"", "c"), "");
        assertEquals("R0:5 R0:6 R1:7", TraceFiles.words(trace));
    }

    @Test
    void csv_operationsByTheirValues() throws IOException {
        String[] lines = {"k,s,o", "a,1,get", "a,2,set", "a,,del", "a,3,add"};
        assertEquals("R0:1 W0:2 D0:0 W0:3", TraceFiles.words(csv("key=k,size=s,op=o,write=set|add,delete=del", lines)));
        assertEquals("R0:1 W0:2 D0:0 W0:3", TraceFiles.words(csv("key=k,size=s,op=o,read=get,delete=del", lines)));
        assertRefused("line 5: the operation 'add' means nothing; --columns says read=get write=set delete=del",
            () -> csv("key=k,size=s,op=o,read=get,write=set,delete=del", lines));
    }

    @Test
    void csv_malformed_saysWhichLine() throws IOException {
        assertRefused("t.csv, line 1: there is no column 'lba' for key; there are 'lbn', 'size', or numbers from 1",
            () -> csv("key=lba,size=size", "lbn,size", "1,2"));
        assertRefused("there is no column 3 for key; the line has columns 1 to 2", () -> csv("key=3,size=1", "1,2"));
        assertRefused("there is no column 0 for key", () -> csv("key=0,size=1", "1,2"));
        assertRefused("there is no column 99999999999 for key", () -> csv("key=99999999999,size=1", "1,2"));
        assertRefused("there are two columns k", () -> csv("key=k,size=s", "k,k,s", "1,2,3"));
        assertRefused("line 3: has 1 fields, and the first line has 2", () -> csv("key=k,size=s", "k,s", "1,2", "1"));
        assertRefused("line 3: has 3 fields", () -> csv("key=k,size=s", "k,s", "1,2", "1,2,3"));
        assertRefused("line 2: the size 'x' is not a number of bytes", () -> csv("key=k,size=s", "k,s", "1,x"));
        assertRefused("line 2: the size '' is not", () -> csv("key=k,size=s", "k,s", "1,"));
        assertRefused("line 2: the key is empty", () -> csv("key=k,size=s", "k,s", ",1"));
        assertRefused("line 3: is empty", () -> csv("key=k,size=s", "k,s", "1,2", "", "1,2"));
        assertRefused("line 2: the quotes are not closed", () -> csv("key=k,size=s", "k,s", "\"1,2"));
        assertRefused("line 2: a comma is missing after the quotes", () -> csv("key=k,size=s", "k,s", "\"1\"x,2"));
        assertRefused("line 2: a quote stands inside field 1", () -> csv("key=k,size=s", "k,s", "1\"x,2"));
        assertRefused("line 3: the time goes back from 5.0 to 4", () -> csv("key=k,size=s,time=t", "k,s,t", "1,2,5", "1,2,4"));
        assertRefused("line 2: the time 'noon' is not a number", () -> csv("key=k,size=s,time=t", "k,s,t", "1,2,noon"));
        assertRefused("line 1: has more than 65536 bytes; is this a text file?",
            () -> csv("key=k,size=s", "x".repeat(70_000), "1,2"));
        assertRefused("there are no requests in it", () -> csv("key=k,size=s", "k,s"));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1073741825", "9223372036854775807"})
    void csv_sizeOutOfRange_isRefused(String size) {
        assertRefused("line 2: size " + size + " is out of range; allowed are 1 to 1073741824 bytes",
            () -> csv("key=k,size=s", "k,s", "1," + size));
    }

    @Test
    void skipEmpty_leavesThemOutAndCountsThem() throws IOException {
        Path file = TraceFiles.text(folder, "t.csv", "k,s", "1,0", "2,5");
        Columns columns = Columns.parse("key=k,size=s");
        Trace trace = TraceFormat.CSV.read(file, columns, 10, true);
        assertEquals("R0:5", TraceFiles.words(trace));
        assertEquals(1, trace.skipped());
        assertRefused("--skip-empty leaves requests of size 0 out", () -> TraceFormat.CSV.read(file, columns, 10, false));
    }

    @Test
    void requests_limitsWhatIsRead() throws IOException {
        Path file = TraceFiles.text(folder, "t", "1", "2", "not looked at");
        assertEquals("W0:1 W1:2", TraceFiles.words(TraceFormat.SIZES.read(file, null, 2, false)));
    }

    // ---- files ----

    @Test
    void gzip_isUnpackedByItsContent() throws IOException {
        Path file = Files.write(folder.resolve("t.csv"), TraceFiles.gzip("k,s\n1,2\n"));
        assertEquals("R0:2", TraceFiles.words(TraceFormat.CSV.read(file, Columns.parse("key=k,size=s"), 10, false)));
    }

    @Test
    void gzip_truncatedOrDamaged_isRefused() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(i * 7919 % 10_007 + 1).append('\n');
        }
        byte[] packed = TraceFiles.gzip(text.toString());
        for (int length : new int[] {packed.length - 1, packed.length - 9, packed.length / 2, 12, 5}) {
            Path file = Files.write(folder.resolve("t.gz"), Arrays.copyOf(packed, length));
            assertRefused("t.gz: the gzip data ends early: the file is truncated",
                () -> TraceFormat.SIZES.read(file, null, Integer.MAX_VALUE, false));
        }
        packed[packed.length - 6] ^= 1;
        Path file = Files.write(folder.resolve("t.gz"), packed);
        assertRefused("the gzip data is damaged", () -> TraceFormat.SIZES.read(file, null, Integer.MAX_VALUE, false));
    }

    @Test
    void file_thatIsNone_isRefused() throws IOException {
        assertRefused("none: there is no such file", () -> TraceFormat.SIZES.read(folder.resolve("none"), null, 1, false));
        assertRefused("is a folder; name a file", () -> TraceFormat.SIZES.read(folder, null, 1, false));
        Path file = Files.write(folder.resolve("t.zst"), new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0});
        assertRefused("is packed by zstd, which is not read; unpack it first: zstd -d",
            () -> TraceFormat.LIBCACHESIM.read(file, null, 1, false));
        Path empty = Files.write(folder.resolve("empty"), new byte[0]);
        assertRefused("there are no requests in it", () -> TraceFormat.LIBCACHESIM.read(empty, null, 1, false));
        assertRefused("there are no requests in it", () -> TraceFormat.SIZES.read(empty, null, 1, false));
    }

    // ---- libCacheSim, sizes ----

    @Test
    void oracleGeneral_layout() {
        assertEquals(0, BinaryTrace.TIME_OFFSET);
        assertEquals(4, BinaryTrace.ID_OFFSET);
        assertEquals(12, BinaryTrace.SIZE_OFFSET);
        assertEquals(16, BinaryTrace.NEXT_OFFSET);
        assertEquals(24, BinaryTrace.RECORD_LENGTH);
    }

    @Test
    void oracleGeneral_isRead() throws IOException {
        // Unsigned: the last time and an id have their sign bits set.
        Path file = Files.write(folder.resolve("t.bin"),
            TraceFiles.oracleGeneral(1, -5, 100, 1, 7, 200, 4_000_000_000L, -5, 1 << 30));
        assertEquals("R0:100 R1:200 R0:1073741824",
            TraceFiles.words(TraceFormat.LIBCACHESIM.read(file, null, Integer.MAX_VALUE, false)));
    }

    @Test
    void oracleGeneral_malformed_saysWhichRecord() throws IOException {
        byte[] records = TraceFiles.oracleGeneral(1, 5, 100, 1, 7, 200);
        Path cut = Files.write(folder.resolve("a"), Arrays.copyOf(records, 40));
        assertRefused("a, record 2: ends after 16 of 24 bytes", () -> TraceFormat.LIBCACHESIM.read(cut, null, 9, false));
        Path back = Files.write(folder.resolve("b"), TraceFiles.oracleGeneral(2, 5, 100, 1, 7, 200));
        assertRefused("record 2: the time goes back from 2 to 1", () -> TraceFormat.LIBCACHESIM.read(back, null, 9, false));
        Path large = Files.write(folder.resolve("c"), TraceFiles.oracleGeneral(2, 5, 0xFFFFFFFFL));
        assertRefused("record 1: size 4294967295 is out of range", () -> TraceFormat.LIBCACHESIM.read(large, null, 9, false));
    }

    @Test
    void libcachesimCsv_hasItsColumns() throws IOException {
        Path file = TraceFiles.text(folder, "t.CSV", "time, obj, size", "1,a,5", "2,b,6", "2,a,7");
        assertEquals("R0:5 R1:6 R0:7", TraceFiles.words(TraceFormat.LIBCACHESIM.read(file, null, 9, false)));
        assertEquals("R0:1 R1:2 R1:2", TraceFiles.words(TraceFormat.LIBCACHESIM.read(file, Columns.parse("key=1,size=1"), 9,
            false)));
    }

    @Test
    void sizes_eachIsANewObject() throws IOException {
        Path file = TraceFiles.text(folder, "t", "10", " 20 ", "10");
        assertEquals("W0:10 W1:20 W2:10", TraceFiles.words(TraceFormat.SIZES.read(file, null, 9, false)));
        Path wrong = TraceFiles.text(folder, "w", "10", "ten");
        assertRefused("w, line 2: 'ten' is not a number of bytes", () -> TraceFormat.SIZES.read(wrong, null, 9, false));
        Path zero = TraceFiles.text(folder, "z", "0");
        assertRefused("z, line 1: size 0 is out of range", () -> TraceFormat.SIZES.read(zero, null, 9, false));
    }

    // ---- the command line's columns ----

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "key=a; key and size are needed",
        "key=a,size; 'size' is not name=column; allowed names are key, size, time, op, read, write, delete",
        "key=a,size=; is not name=column",
        "key=a,size=b,color=c; 'color=c' is not name=column",
        "key=a,size=b,key=c; key is there twice",
        "key=a,size=b,op=c; op needs values that mean something",
        "key=a,size=b,write=c; values of the column op, which is missing",
        "key=a,size=b,op=c,write=x,read=x; the value 'x' of op means two things",
        "key=a,size=b,op=c,write=x,delete=y|x; the value 'x' of op means two things"})
    void columns_malformed_saysWhatIsAllowed(String text, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Columns.parse(text));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
