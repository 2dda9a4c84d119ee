package org.pagurus.bench.jmh;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A {@code java.lang.foreign.Arena.ofShared()}, of JDK 22 and later. By reflection, as this is compiled for Java 17; but what is
 * called often is a constant method handle, which the compiler sees through. A segment is an {@code Object} here, so each access
 * has a check of its class that a program for a newer JDK would not need: one compare with what the access loads anyway.
 */
public final class SharedArena implements AutoCloseable {
    /** The first JDK that has it for good. */
    public static final int MIN_JDK = 22;

    /** {@code () -> segment.get(JAVA_LONG, 0)}, or null on an older JDK. The segment is a constant, which is the best case. */
    static final MethodHandle READ;
    /** {@code (segment, offset) -> segment.get(JAVA_LONG, offset)}. */
    private static final MethodHandle GET;
    /** {@code (segment, offset, value) -> segment.set(JAVA_LONG, offset, value)}. */
    private static final MethodHandle PUT;

    static {
        try {
            boolean exists = Runtime.version().feature() >= MIN_JDK;
            GET = exists ? get() : null;
            PUT = exists ? put() : null;
            // Never closed: it is for the whole run.
            READ = exists ? MethodHandles.insertArguments(GET, 0, new SharedArena().allocate(Long.BYTES), 0L) : null;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Object arena;

    /** A new arena. */
    SharedArena() {
        try {
            arena = type("Arena").getMethod("ofShared").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK " + MIN_JDK + " or newer is needed", e);
        }
    }

    /** A segment of zeros. */
    Object allocate(long bytes) {
        try {
            return type("Arena").getMethod("allocate", long.class, long.class).invoke(arena, bytes, Long.BYTES);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no segment of " + bytes + " bytes", e);
        }
    }

    /** Reads a long. */
    static long get(Object segment, long offset) {
        try {
            return (long) GET.invokeExact(segment, offset);
        } catch (Throwable e) {
            throw new IllegalStateException("offset=" + offset, e);
        }
    }

    /** Writes a long. */
    static void put(Object segment, long offset, long value) {
        try {
            PUT.invokeExact(segment, offset, value);
        } catch (Throwable e) {
            throw new IllegalStateException("offset=" + offset, e);
        }
    }

    @Override
    public void close() {
        try {
            type("Arena").getMethod("close").invoke(arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the arena could not be closed", e);
        }
    }

    private static MethodHandle get() throws ReflectiveOperationException {
        MethodHandle get = accessor("get", MethodType.methodType(long.class, type("ValueLayout$OfLong"), long.class));
        return get.asType(MethodType.methodType(long.class, Object.class, long.class));
    }

    private static MethodHandle put() throws ReflectiveOperationException {
        MethodHandle put = accessor("set", MethodType.methodType(void.class, type("ValueLayout$OfLong"), long.class, long.class));
        return put.asType(MethodType.methodType(void.class, Object.class, long.class, long.class));
    }

    private static MethodHandle accessor(String name, MethodType type) throws ReflectiveOperationException {
        MethodHandle accessor = MethodHandles.publicLookup().findVirtual(type("MemorySegment"), name, type);
        return MethodHandles.insertArguments(accessor, 1, type("ValueLayout").getField("JAVA_LONG").get(null));
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }
}
