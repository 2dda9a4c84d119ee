package org.pagurus.allocator.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
}
