package org.pagurus.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwitterShapeTest {
    private static final String HEAD = "cluster,key_bytes_mean,value_bytes_mean,kqps,operations,zipf_alpha,ttl";

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        String[] all = new String[lines.length + 1];
        all[0] = HEAD;
        System.arraycopy(lines, 0, all, 1, lines.length);
        return TraceFiles.text(folder, "shapes.csv", all);
    }

    @Test
    void read_takesTheClustersLine() throws IOException {
        Path file = file("cluster1,80,267,1,get:0.99,2.5,\"240s:1.00,\"",
            "cluster12,44,1000,1,\"set:0.20 get:0.50 gets:0.10 delete:0.20\",0.3,\"1d:0.98, 2d:0.02,\"");
        TwitterShape shape = TwitterShape.read(file, 12);
        assertEquals("cluster12", shape.name());
        assertEquals(1044, shape.itemBytes());
        assertEquals(0.6, shape.read(), 1e-9);
        assertEquals(0.2, shape.write(), 1e-9);
        assertEquals(0.2, shape.delete(), 1e-9);
        assertEquals(0.3, shape.zipfAlpha());
        assertEquals(1, TwitterShape.read(file, 1).read());
    }

    @Test
    void read_whatIsMissing_isSaid() throws IOException {
        Path file = file("cluster5,N/A,N/A,N/A,N/A,NA,N/A", "cluster6,1,2,3,get:0.5,NA,x", "cluster7,1,2,3,get:many,1,x");
        assertRefused("there is no cluster9; there are cluster5 to cluster7", file, 9);
        assertRefused("line 2: cluster5 has no operations; choose another cluster", file, 5);
        assertRefused("line 3: cluster6 has no zipf_alpha; choose another cluster", file, 6);
        assertRefused("line 4: 'many' in operations is not a number from 0 on", file, 7);
        assertRefused("there is no column 'cluster'; there are a, b", TraceFiles.text(folder, "other.csv", "a,b"), 1);
        assertRefused("there is no such file", folder.resolve("none"), 1);
    }

    private static void assertRefused(String message, Path file, int cluster) {
        TraceException e = assertThrows(TraceException.class, () -> TwitterShape.read(file, cluster));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void trace_hasTheShape_andDependsOnTheSeedAlone() {
        TwitterShape shape = new TwitterShape("c", 40, 300, 0.7, 0.2, 0.1, 0.9);
        int requests = 100_000;
        Trace trace = shape.trace(requests, 1_000, 7);
        int[] operations = new int[3];
        double bytes = 0;
        for (int i = 0; i < requests; i++) {
            operations[trace.operation(i).ordinal()]++;
            bytes += trace.size(i);
        }
        assertEquals(0.7 * requests, operations[0], 1_000);
        assertEquals(0.2 * requests, operations[1], 1_000);
        assertEquals(0.1 * requests, operations[2], 1_000);
        assertEquals(340, bytes / (operations[0] + operations[1]), 5);
        assertEquals(1_000, trace.keys(), 10);
        assertEquals(TraceFiles.words(shape.trace(1_000, 100, 7)), TraceFiles.words(shape.trace(1_000, 100, 7)));
        assertTrue(!TraceFiles.words(shape.trace(1_000, 100, 7)).equals(TraceFiles.words(shape.trace(1_000, 100, 8))));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "0.3048, 50", "0.99, 1000", "1, 1000", "1.0666, 7", "2.6774, 1000", "0.5, 1", "1, 2"})
    void zipf_hasTheProbabilitiesOfTheLaw(double exponent, int ranks) {
        SplittableRandom random = new SplittableRandom(11);
        Zipf zipf = new Zipf(exponent, ranks);
        int draws = 400_000;
        int[] counts = new int[ranks];
        for (int i = 0; i < draws; i++) {
            counts[zipf.next(random)]++;
        }
        double all = 0;
        for (int k = 1; k <= ranks; k++) {
            all += Math.pow(k, -exponent);
        }
        for (int k = 1; k <= ranks; k++) {
            double expected = draws * Math.pow(k, -exponent) / all;
            // Six standard deviations: one failure in 500 million ranks.
            assertEquals(expected, counts[k - 1], 6 * Math.sqrt(expected) + 6, "rank " + k);
        }
    }

    @Test
    void zipf_ofNothing_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Zipf(-0.1, 5));
        assertThrows(IllegalArgumentException.class, () -> new Zipf(Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> new Zipf(1, 0));
    }
}
