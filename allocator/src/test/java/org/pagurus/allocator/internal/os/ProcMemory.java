package org.pagurus.allocator.internal.os;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel tells of this process's memory in {@code /proc/self}, by other ways than mincore. */
final class ProcMemory {
    private static final long PRESENT = 1L << 63;

    private ProcMemory() {
    }

    /**
     * One area of {@code smaps}. The kernel merges neighbouring mappings of equal flags, so it may be larger than one mapping.
     *
     * @param start first address
     * @param end   behind the last address
     * @param rss   resident bytes
     * @param flags the line {@code VmFlags}
     */
    record Area(long start, long end, long rss, String flags) {
    }

    /** The areas that share a byte with a range. */
    static List<Area> areas(long address, long length) throws IOException {
        List<Area> areas = new ArrayList<>();
        long start = 0;
        long end = 0;
        long rss = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            int dash = line.indexOf('-');
            int space = line.indexOf(' ');
            if (line.startsWith("Rss:")) {
                rss = Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            } else if (line.startsWith("VmFlags:")) {
                if (start < address + length && end > address) {
                    areas.add(new Area(start, end, rss, line));
                }
            } else if (dash > 0 && dash < space && line.charAt(space - 1) != ':') {
                start = Long.parseUnsignedLong(line.substring(0, dash), 16);
                end = Long.parseUnsignedLong(line.substring(dash + 1, space), 16);
            }
        }
        return areas;
    }

    /** Bytes of address space that are mapped, resident or not. */
    static long mappedBytes() throws IOException {
        String statm = Files.readString(Path.of("/proc/self/statm"));
        return Long.parseLong(statm.substring(0, statm.indexOf(' '))) * Posix.osPageLength();
    }

    /** Bytes of a range whose pages are present in {@code pagemap}: exact for any range, whatever areas were merged. */
    static long presentBytes(long address, long length) throws IOException {
        int pageLength = Posix.osPageLength();
        ByteBuffer entries = ByteBuffer.allocate(Math.toIntExact(length / pageLength * 8)).order(ByteOrder.nativeOrder());
        try (RandomAccessFile pagemap = new RandomAccessFile("/proc/self/pagemap", "r")) {
            pagemap.seek(address / pageLength * 8);
            pagemap.readFully(entries.array());
        }
        long present = 0;
        while (entries.hasRemaining()) {
            present += (entries.getLong() & PRESENT) != 0 ? pageLength : 0;
        }
        return present;
    }
}
