package org.pagurus.relocation.torture;

import java.util.Arrays;
import org.pagurus.relocation.Session;

/** How often each counter of a site was incremented. */
final class Tally {
    private final long[] counts = new long[4];

    /** As the site has it. In a section. */
    static Tally read(Session session, long pointer, int base) {
        Tally tally = new Tally();
        tally.counts[0] = session.getLongVolatile(pointer, base + Sites.ADDED);
        tally.counts[1] = session.getLongVolatile(pointer, base + Sites.SWAPPED);
        tally.counts[2] = session.getIntVolatile(pointer, base + Sites.INT_ADDED);
        tally.counts[3] = session.getIntVolatile(pointer, base + Sites.INT_SWAPPED);
        return tally;
    }

    void increment(int counter) {
        counts[counter]++;
    }

    void add(Tally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    long added() {
        return counts[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally tally && Arrays.equals(counts, tally.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "getAndAddLong=" + counts[0] + " compareAndSetLong=" + counts[1] + " getAndAddInt=" + counts[2]
            + " compareAndSetInt=" + counts[3];
    }
}
