package org.pagurus.bench.jmh;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Where the objects of a benchmark are: addresses, pointers or whatever else finds them, in random order. Walking through them is
 * one sequential load for each access, the same for all, and no object is met again before all others were.
 */
@State(Scope.Thread)
public abstract class Places {
    /** The length of an object. */
    static final int OBJECT_BYTES = 128;
    private static final long SEED = 1;
    private static final int INDEX_MASK = OBJECT_BYTES - Long.BYTES;

    /** MiB of objects; a power of two. */
    @Param("1024")
    public int mib;

    private long[] places;
    private int step;

    /** How many objects there are. */
    final int count() {
        return (int) (bytes() / OBJECT_BYTES);
    }

    /** All objects' bytes. */
    final long bytes() {
        return (long) mib << 20;
    }

    /** Takes over what finds the objects, one for each, and brings it into random order. */
    final void shuffle(long[] found) {
        places = found;
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = places.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long place = places[i];
            places[i] = places[other];
            places[other] = place;
        }
    }

    /** The next object. */
    final long next() {
        step = step + 1 & places.length - 1;
        return places[step];
    }

    /** Where in it. */
    final int index() {
        return step << 3 & INDEX_MASK;
    }
}
