package org.pagurus.allocator.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PosixTest {
    @Test
    void osPageLengthIsTheKernels() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/smaps")).stream().filter(l -> l.startsWith("KernelPageSize:"))
            .findFirst().orElseThrow();
        int expected = Integer.parseInt(line.replaceAll("[^0-9]", "")) << 10;
        assertEquals(expected, Posix.osPageLength());
        assertEquals(0, 65_536 % Posix.osPageLength(), "a frame must be whole OS pages");
    }

    /** The tail of a length counts as a whole page: mincore reports pages. */
    @Test
    void residentLengthCountsWholePages() {
        int page = Posix.osPageLength();
        try (Mapping mapping = Mapping.reserve(65_536, 65_536)) {
            RawMemory.fill(mapping.address(), 65_536, (byte) 1);
            assertEquals(page, Posix.residentLength(mapping.address(), 1));
            assertEquals(page, Posix.residentLength(mapping.address(), page));
            assertEquals(2L * page, Posix.residentLength(mapping.address(), page + 1));
            assertEquals(65_536, Posix.residentLength(mapping.address(), 65_536));
        }
    }

    /** The kernel is asked about a GiB at a time, into the same vector: each answer counts once, and to its own end. */
    @Test
    void residentLengthOfALongRangeIsTheSumOfItsWindows() {
        int page = Posix.osPageLength();
        long window = 1L << 30;
        try (Mapping mapping = Mapping.reserve(2 * window + 65_536, 65_536)) {
            // 13 pages of the second window: behind the 3 pages of the last one, the old answers would be seen.
            for (int i = 0; i < 13; i++) {
                RawMemory.putLong(mapping.address() + window + (long) i * page, 1);
            }
            RawMemory.putLong(mapping.address() + window - page, 1);
            RawMemory.putLong(mapping.address() + 2 * window + 2L * page, 1);
            assertEquals(page, Posix.residentLength(mapping.address(), window));
            assertEquals(15L * page, Posix.residentLength(mapping.address(), 2 * window + 3L * page));
            assertEquals(15L * page, mapping.residentBytes());
        }
    }

    @Test
    void residentLengthOfWhatIsNotMappedIsRefused() {
        IllegalStateException refusal = assertThrows(IllegalStateException.class,
            () -> Posix.residentLength(1L << 46, 65_536));
        assertTrue(refusal.getMessage().startsWith("mincore address=0x400000000000 length=65536 failed"), refusal.getMessage());
    }

    @Test
    void unmapOfWhatIsNoPageIsRefused() {
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> Posix.unmap(8, 4_096));
        assertTrue(refusal.getMessage().startsWith("munmap address=0x8 length=4096 failed"), refusal.getMessage());
    }
}
