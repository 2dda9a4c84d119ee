package org.pagurus.bench.jmh;

import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Where the objects of a benchmark are: addresses, pointers or whatever else finds them, in random order. Walking through them is
 * one sequential load for each access, the same for all, and no object is met again before all others were. They stand in memory
 * outside the Java heap, because the checks of an array would be measured with each access.
 */
@State(Scope.Thread)
public abstract class Places {
    /** The length of an object. */
    static final int OBJECT_BYTES = 64;
    /** Where in an object. */
    static final int INDEX = 8;
    private static final long SEED = 1;

    /** MiB of objects; a power of two. */
    @Param("1024")
    public int mib;

    private long places;
    private long mask;
    private long step;

    /** How many objects there are. */
    final int count() {
        return (int) (bytes() / OBJECT_BYTES);
    }

    /** All objects' bytes. */
    final long bytes() {
        return (long) mib << 20;
    }

    /** Takes over what finds the objects, one for each, in random order. */
    final void shuffle(long[] found) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = found.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long place = found[i];
            found[i] = found[other];
            found[other] = place;
        }
        mask = (long) found.length * Long.BYTES - 1;
        places = UnsafeApi.allocateMemory(mask + 1);
        for (int i = 0; i < found.length; i++) {
            UnsafeApi.putLong(places + (long) i * Long.BYTES, found[i]);
        }
    }

    /** The next object. */
    final long next() {
        step = step + Long.BYTES & mask;
        return UnsafeApi.getLong(places + step);
    }

    /** The next object, for who has read the last one: all its bytes are 0, which only the processor does not know. */
    final long nextAfter(long zero) {
        step = step + Long.BYTES + zero & mask;
        return UnsafeApi.getLong(places + step);
    }

    /** Frees the order. */
    @TearDown
    public void freeOrder() {
        UnsafeApi.freeMemory(places);
    }
}
