package org.pagurus.allocator.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.Seed;

class MappingTest {
    private static final int PAGE = Posix.osPageLength();
    private static final int FRAME = 65_536;
    private static final int REGION = 4 << 20;

    @Test
    void mappingIsAlignedAndUsableFromItsFirstToItsLastByte() {
        Random random = Seed.random(5);
        List<Mapping> mappings = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long alignment = (long) PAGE << random.nextInt(13);
            long length = alignment * (1 + random.nextInt(20));
            Mapping mapping = Mapping.reserve(length, alignment);
            mappings.add(mapping);
            assertEquals(0, mapping.address() % alignment, Seed.repeat());
            assertEquals(length, mapping.length());
            RawMemory.putByte(mapping.address(), (byte) i);
            RawMemory.putByte(mapping.address() + length - 1, (byte) i);
        }
        for (int i = 0; i < mappings.size(); i++) {
            Mapping mapping = mappings.get(i);
            assertEquals((byte) i, RawMemory.getByte(mapping.address()), Seed.repeat());
            assertEquals((byte) i, RawMemory.getByte(mapping.address() + mapping.length() - 1), Seed.repeat());
            mapping.close();
        }
    }

    @Test
    void untouchedMemoryIsNotResident() {
        try (Mapping mapping = Mapping.reserve(1L << 36, REGION)) {
            // 64 GiB of address space; mincore would copy 16 MiB of answers, so a part of it is asked for.
            assertEquals(0, Posix.residentLength(mapping.address(), 1L << 30));
            assertEquals(0, Posix.residentLength(mapping.address() + mapping.length() - (1L << 30), 1L << 30));
        }
    }

    @Test
    void touchedPagesAreResidentAndNoOthers() {
        try (Mapping mapping = Mapping.reserve(REGION, REGION)) {
            for (int page = 0; page < REGION / PAGE; page += 3) {
                RawMemory.putByte(mapping.address() + (long) page * PAGE, (byte) 1);
                assertEquals((page / 3 + 1L) * PAGE, mapping.residentBytes());
            }
        }
    }

    @Test
    void releasedRangeIsNotResidentReadsZeroAndStaysMapped() {
        try (Mapping mapping = Mapping.reserve(REGION, REGION)) {
            long address = mapping.address();
            RawMemory.fill(address, REGION, (byte) 9);
            assertEquals(REGION, mapping.residentBytes());
            assertTrue(mapping.release(address + 3 * FRAME, 5 * FRAME));
            assertEquals(REGION - 5 * FRAME, mapping.residentBytes());
            for (long offset = 0; offset < REGION; offset += 512) {
                boolean released = offset >= 3 * FRAME && offset < 8 * FRAME;
                assertEquals(released ? 0 : 9, RawMemory.getByte(address + offset), "offset=" + offset);
            }
            RawMemory.fill(address, REGION, (byte) 10);
            assertEquals(REGION, mapping.residentBytes());
            assertTrue(mapping.release(address, REGION));
            assertEquals(0, mapping.residentBytes());
        }
    }

    @Test
    void releaseSaysWhenTheOsRefuses() {
        try (Mapping mapping = Mapping.reserve(REGION, REGION)) {
            RawMemory.putByte(mapping.address(), (byte) 1);
            // The kernel takes whole OS pages only.
            assertFalse(mapping.release(mapping.address() + 8, PAGE));
            assertEquals(1, RawMemory.getByte(mapping.address()));
        }
    }

    /** Two other views of the kernel: pagemap is exact, and the areas of smaps hold the mapping and perhaps neighbours. */
    @Test
    void residentBytesAgreeWithPagemapAndSmaps() throws IOException {
        Random random = Seed.random(6);
        try (Mapping mapping = Mapping.reserve(2 * REGION, REGION)) {
            long address = mapping.address();
            for (int step = 0; step < 40; step++) {
                long from = address + (long) random.nextInt(2 * REGION / PAGE) * PAGE;
                long length = Math.min((1L + random.nextInt(200)) * PAGE, address + 2 * REGION - from);
                if (random.nextInt(3) == 0) {
                    mapping.release(from, length);
                } else {
                    RawMemory.fill(from, length, (byte) step);
                }
                long resident = mapping.residentBytes();
                assertEquals(ProcMemory.presentBytes(address, 2 * REGION), resident, "step=" + step + Seed.repeat());
                long rss = 0;
                long neighbours = 0;
                for (ProcMemory.Area area : ProcMemory.areas(address, 2 * REGION)) {
                    rss += area.rss();
                    neighbours += Math.max(0, address - area.start()) + Math.max(0, area.end() - address - 2 * REGION);
                }
                assertTrue(rss >= resident && rss <= resident + neighbours, "step=" + step + " smaps=" + rss + " mincore="
                    + resident + " merged neighbours=" + neighbours + Seed.repeat());
            }
        }
    }

    /** Where huge pages are "always", one touched frame would otherwise make 2 MiB resident. */
    @Test
    void mappingIsNotBackedByTransparentHugePages() throws IOException {
        assumeTrue(Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage")), "this kernel has no transparent huge pages");
        try (Mapping mapping = Mapping.reserve(2 * REGION, REGION)) {
            List<ProcMemory.Area> areas = ProcMemory.areas(mapping.address(), mapping.length());
            assertFalse(areas.isEmpty());
            for (ProcMemory.Area area : areas) {
                assertTrue((area.flags() + " ").contains(" nh "), area.toString());
            }
            RawMemory.putByte(mapping.address() + 2 * FRAME, (byte) 1);
            assertEquals(PAGE, mapping.residentBytes());
        }
    }

    /** What is beside the aligned range goes back to the OS at once. The JVM itself maps far less than this meanwhile. */
    @Test
    void mappingTakesItsLengthOfAddressSpaceAndNoPadding() throws IOException {
        long large = 1L << 38;
        long tolerance = 1L << 33;
        for (int round = 0; round < 4; round++) {
            long before = ProcMemory.mappedBytes();
            try (Mapping mapping = Mapping.reserve(large, large)) {
                assertEquals(large, mapping.length());
                requireNear(large, ProcMemory.mappedBytes() - before, tolerance);
            }
            requireNear(0, ProcMemory.mappedBytes() - before, tolerance);
        }
    }

    private static void requireNear(long expected, long actual, long tolerance) {
        assertTrue(Math.abs(actual - expected) < tolerance, "expected about " + expected + ", got " + actual);
    }

    @Test
    void askingForResidentBytesLeavesNothingMapped() throws IOException {
        try (Mapping mapping = Mapping.reserve(1L << 33, REGION)) {
            long before = ProcMemory.mappedBytes();
            // Each asks for 2 MiB of answers.
            for (int i = 0; i < 200; i++) {
                assertEquals(0, mapping.residentBytes());
            }
            requireNear(0, ProcMemory.mappedBytes() - before, 200L << 20);
        }
    }

    @Test
    void absurdLengthIsRefusedWithWhatWasAskedFor() {
        for (long length : new long[] {1L << 50, 1L << 60, 1L << 62, Long.MAX_VALUE & -REGION}) {
            OffHeapExhaustedException refusal = assertThrows(OffHeapExhaustedException.class,
                () -> Mapping.reserve(length, REGION), "length=" + length);
            assertTrue(refusal.requestedBytes() >= length, refusal.getMessage());
            assertTrue(refusal.getMessage().startsWith("mmap of " + refusal.requestedBytes() + " bytes of address space"),
                refusal.getMessage());
            assertTrue(refusal.getMessage().contains("vm.overcommit_memory"), refusal.getMessage());
        }
    }

    @Test
    void lengthThatIsNoMultipleOfTheAlignmentIsRefusedBeforeAnythingIsMapped() {
        for (long length : new long[] {0, -REGION, Long.MIN_VALUE, 1, REGION - PAGE, REGION + 1, Long.MAX_VALUE}) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> Mapping.reserve(length, REGION), "length=" + length);
            assertEquals("length=" + length + " must be a positive multiple of alignment=4194304", refusal.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Mapping.reserve(3L * REGION, 3L * REGION));
        assertThrows(IllegalArgumentException.class, () -> Mapping.reserve(REGION, 0));
    }

    /** After the first close the range may belong to somebody else: the second one must not take it away from them. */
    @Test
    void secondCloseUnmapsNothing() {
        long length = 1L << 30;
        Mapping mapping = Mapping.reserve(length, REGION);
        mapping.close();
        assertThrows(IllegalStateException.class, mapping::residentBytes);
        // The kernel takes the same hole again, as a rule.
        try (Mapping next = Mapping.reserve(length, REGION)) {
            mapping.close();
            assertEquals(0, next.residentBytes());
        }
    }
}
