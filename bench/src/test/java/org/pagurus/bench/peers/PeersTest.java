package org.pagurus.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
    @Test
    void malloc_isFoundByItsFileName(@TempDir Path folder) throws IOException {
        List<Path> folders = List.of(folder.resolve("none"), folder);
        assertTrue(MallocLibrary.TCMALLOC.find(folders).isEmpty());
        Files.createFile(folder.resolve("libtcmalloc_and_profiler.so.4"));
        Files.createFile(folder.resolve("libjemalloc.so.2"));
        assertTrue(MallocLibrary.TCMALLOC.find(folders).isEmpty());
        Path minimal = Files.createFile(folder.resolve("libtcmalloc_minimal.so.4.5.9"));
        assertEquals(minimal, MallocLibrary.TCMALLOC.find(folders).orElseThrow());
        assertEquals("libjemalloc.so.2", MallocLibrary.JEMALLOC.find(folders).orElseThrow().getFileName().toString());
    }

    @Test
    void malloc_isPreloadedOrSaysWhatToInstall() {
        Path file = Path.of("/lib/libjemalloc.so.2");
        assertEquals(Map.of("LD_PRELOAD", file.toString()), MallocLibrary.JEMALLOC.peer(Optional.of(file)).environment());
        for (MallocLibrary library : MallocLibrary.values()) {
            Peer missing = library.peer(Optional.empty());
            assertFalse(missing.isAvailable());
            assertTrue(missing.unavailable().endsWith("apt-get install " + library.debianPackage()), missing.unavailable());
        }
    }

    @Test
    void newerJdk_isFoundByItsReleaseFile(@TempDir Path folder) throws IOException {
        assertTrue(Jdks.newer(null, folder.resolve("none")).isEmpty());
        Path old = jdk(folder.resolve("a-17"), "17.0.15");
        Path newer = jdk(folder.resolve("b-25"), "25.0.3");
        assertEquals(newer.resolve("bin/java"), Jdks.newer(null, folder).orElseThrow());
        assertEquals(newer.resolve("bin/java"), Jdks.newer(newer.toString(), folder.resolve("none")).orElseThrow());
        // A variable that names an older one is not overruled in silence.
        assertTrue(Jdks.newer(old.toString(), folder).isEmpty());
    }

    private static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Path java = Files.createFile(home.resolve("bin/java"));
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    @Test
    void extent_refusesWhatCannotBe() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Extent(1, 1, 5, 4)).getMessage();
        assertTrue(message.contains("averageBytes=5") && message.contains("largestBytes=4"), message);
        assertThrows(IllegalArgumentException.class, () -> new Extent(0, 1, 1, 1));
    }

    @Test
    void libraries_thatAreOnTheHeapNameTheirCollector() {
        assertEquals(List.of("-XX:+UseG1GC"), Library.HEAP_G1.peer().jvmFlags());
        assertEquals("heap-zgc", Library.HEAP_ZGC.id());
        assertTrue(Library.HEAP_ZGC.isOnHeap());
        assertFalse(Library.OHC.isOnHeap());
    }
}
