package org.pagurus.allocator.internal.frames;

import java.util.BitSet;
import org.pagurus.allocator.internal.os.Mapping;

/**
 * Which regions the kernel may back with huge pages of 2 MiB. Only regions that are full when they are looked at: in another
 * one a touched frame would make its free neighbours resident. A region stays so while frames become free in it, because their
 * memory is resident anyway, until some of it goes back to the OS.
 *
 * <p>Not thread-safe: {@link Frames} calls it under its monitor for releases.
 */
final class HugePages {
    private final Mapping mapping;
    private final BitSet advised = new BitSet();
    private int next;

    HugePages(Mapping mapping) {
        this.mapping = mapping;
    }

    /** The region to look at now; the calls go round. */
    int nextRegion(int regions) {
        int region = next < regions ? next : 0;
        next = region + 1;
        return region;
    }

    /**
     * A full region.
     *
     * @return whether it is one of huge pages from now on, and was not before; also false if the OS refused: a kernel without
     *         huge pages, or too many areas of memory (vm.max_map_count)
     */
    boolean advise(int region) {
        if (advised.get(region)) {
            return false;
        }
        boolean done = mapping.adviseHugePages(addressOf(region), FrameLayout.REGION_LENGTH, true);
        advised.set(region, done);
        return done;
    }

    /**
     * Before memory of a region goes back to the OS: otherwise the kernel might fill the hole with a huge page.
     *
     * @return false if the OS refused; the memory had better stay
     */
    boolean revert(int region) {
        if (advised.get(region)) {
            boolean done = mapping.adviseHugePages(addressOf(region), FrameLayout.REGION_LENGTH, false);
            advised.set(region, !done);
            return done;
        }
        return true;
    }

    private long addressOf(int region) {
        return mapping.address() + ((long) region << FrameLayout.REGION_SHIFT);
    }

    int regions() {
        return advised.cardinality();
    }
}
