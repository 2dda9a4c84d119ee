package org.pagurus.bench.jmh;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A segment of 8 bytes in a {@code java.lang.foreign.Arena.ofShared()}, of JDK 22 and later. By reflection, as this is compiled
 * for Java 17; but once only, and the compiler sees through a constant method handle. The segment is a constant as well, which
 * is the best case for it.
 */
public final class SharedArena {
    /** The first JDK that has it for good. */
    public static final int MIN_JDK = 22;

    /** {@code () -> segment.get(JAVA_LONG, 0)}, or null on an older JDK. */
    static final MethodHandle READ = Runtime.version().feature() < MIN_JDK ? null : read();

    private SharedArena() {
    }

    private static MethodHandle read() {
        try {
            Class<?> arenaType = type("Arena");
            Class<?> segmentType = type("MemorySegment");
            Object arena = arenaType.getMethod("ofShared").invoke(null);
            Object segment = arenaType.getMethod("allocate", long.class, long.class).invoke(arena, Long.BYTES, Long.BYTES);
            Object layout = type("ValueLayout").getField("JAVA_LONG").get(null);
            MethodHandle get = MethodHandles.publicLookup().findVirtual(segmentType, "get",
                MethodType.methodType(long.class, type("ValueLayout$OfLong"), long.class));
            return MethodHandles.insertArguments(get, 0, segment, layout, 0L);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }
}
