package org.pagurus.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each library in a JVM of its own, with the flags it needs: the program is {@link #main}. */
class KeyValueTest {
    private static final int KEYS = 500;
    private static final int LARGEST = 100_000;

    @ParameterizedTest
    @EnumSource(Library.class)
    void library_isAMap(Library library) throws IOException, InterruptedException {
        Peer peer = library.peer();
        Assumptions.assumeTrue(peer.isAvailable(), peer.unavailable());
        List<String> command = new ArrayList<>(List.of(peer.java().toString(), "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
        command.addAll(peer.jvmFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KeyValueTest.class.getName(), library.name()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("checked"), said);
    }

    /**
     * Compares a store with a map over random calls.
     *
     * @param arguments the library
     */
    public static void main(String[] arguments) {
        Library library = Library.valueOf(arguments[0]);
        SplittableRandom random = new SplittableRandom(1);
        Map<Integer, byte[]> model = new HashMap<>();
        byte[] target = new byte[LARGEST];
        byte[] source = new byte[LARGEST];
        try (KeyValue store = library.open(new Extent(KEYS, 10L << 20, 2000, LARGEST))) {
            assertEquals(KeyValue.ABSENT, store.get(3, target));
            store.remove(3);
            for (int i = 0; i < 20_000; i++) {
                int key = random.nextInt(KEYS);
                if (random.nextInt(3) == 0) {
                    store.remove(key);
                    model.remove(key);
                } else {
                    int length = random.nextInt(100) == 0 ? random.nextInt(1, LARGEST + 1) : random.nextInt(1, 1000);
                    Arrays.fill(source, 0, length, (byte) i);
                    store.put(key, source, length);
                    model.put(key, Arrays.copyOf(source, length));
                }
                check(store, model, random.nextInt(KEYS), target);
            }
            for (int key = 0; key < KEYS; key++) {
                check(store, model, key, target);
            }
            store.put(7, source, 100);
            assertThrows(RuntimeException.class, () -> store.get(7, new byte[99]));
        }
        System.out.println("checked");
    }

    private static void check(KeyValue store, Map<Integer, byte[]> model, int key, byte[] target) {
        byte[] expected = model.get(key);
        int length = store.get(key, target);
        assertEquals(expected == null ? KeyValue.ABSENT : expected.length, length);
        if (expected != null) {
            assertArrayEquals(expected, Arrays.copyOf(target, length));
        }
    }
}
