package org.pagurus.rcu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.agrona.UnsafeApi;

/**
 * The main class of a JVM whose compiled code {@code docs/rcu-compiled-code.md} shows: sections with one load each, of a
 * field that has nothing to do with the reader, so that the compilers are free to move it as far as they will.
 */
final class CompiledSection {
    private static final int CALLS = 200_000;
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Cell.class, "value", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private CompiledSection() {
    }

    private static final class Cell {
        private long value;
    }

    /** Argument: a fence. */
    public static void main(final String[] arguments) {
        final Cell cell = new Cell();
        final long address = UnsafeApi.allocateMemory(Long.BYTES);
        UnsafeApi.putLong(address, 0);
        long sum = 0;
        try (RcuDomain domain = RcuDomain.builder().fence(Fence.valueOf(arguments[0])).strict();
            Reader reader = domain.register()) {
            for (int i = 0; i < CALLS; i++) {
                sum += plain(reader, cell) + opaque(reader, cell) + raw(reader, address) + twice(reader, cell);
            }
        }
        UnsafeApi.freeMemory(address);
        if (sum != 0) {
            throw new AssertionError("sum=" + sum);
        }
    }

    static long plain(final Reader reader, final Cell cell) {
        reader.enter();
        final long value = cell.value;
        reader.exit();
        return value;
    }

    static long opaque(final Reader reader, final Cell cell) {
        reader.enter();
        final long value = (long) VALUE.getOpaque(cell);
        reader.exit();
        return value;
    }

    static long raw(final Reader reader, final long address) {
        reader.enter();
        final long value = UnsafeApi.getLong(address);
        reader.exit();
        return value;
    }

    /** The value is loaded in front of the section as well: an invitation to use it again. */
    static long twice(final Reader reader, final Cell cell) {
        final long before = cell.value;
        reader.enter();
        final long value = cell.value;
        reader.exit();
        return before ^ value;
    }
}
