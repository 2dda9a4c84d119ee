package org.pagurus.allocator.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
    private static long meminfoBytes(String name) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/meminfo")).stream().filter(l -> l.startsWith(name + ":"))
            .findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /** A container may have less than its machine, but no JVM runs its tests in less than 64 MiB. */
    @Test
    void totalIsPositiveAndNotMoreThanTheMachines() throws IOException {
        long total = MachineMemory.totalBytes();
        assertTrue(total >= 64L << 20, "total=" + total);
        assertTrue(total <= meminfoBytes("MemTotal"), "total=" + total + " machine=" + meminfoBytes("MemTotal"));
    }

    @Test
    void totalDoesNotChange() {
        assertEquals(MachineMemory.totalBytes(), MachineMemory.totalBytes());
    }

    @Test
    void availableIsPositiveAndNotMoreThanTheMachineHas() throws IOException {
        long available = MachineMemory.availableBytes();
        assertTrue(available > 0, "available=" + available);
        assertTrue(available <= meminfoBytes("MemTotal"), "available=" + available);
        assertEquals(0, available % 1_024);
    }

    @Test
    void aContainersLimitCountsAndItsFileCacheDoesNot(@TempDir Path directory) throws IOException {
        Path meminfo = Files.writeString(directory.resolve("meminfo"), "MemTotal: 9000 kB\nMemAvailable:    8000 kB\n");
        assertEquals(8_000L << 10, MachineMemory.availableBytes(meminfo, directory));
        Files.writeString(directory.resolve("memory.max"), "max\n");
        Files.writeString(directory.resolve("memory.current"), "3000000\n");
        assertEquals(8_000L << 10, MachineMemory.availableBytes(meminfo, directory));
        Files.writeString(directory.resolve("memory.max"), "5000000\n");
        assertEquals(2_000_000, MachineMemory.availableBytes(meminfo, directory));
        Files.writeString(directory.resolve("memory.stat"), "active_file 7\ninactive_file 500000\n");
        assertEquals(2_500_000, MachineMemory.availableBytes(meminfo, directory));
        Files.writeString(directory.resolve("memory.current"), "9000000\n");
        assertEquals(0, MachineMemory.availableBytes(meminfo, directory));
        assertEquals(Long.MAX_VALUE, MachineMemory.availableBytes(directory.resolve("none"), directory.resolve("none")));
    }
}
