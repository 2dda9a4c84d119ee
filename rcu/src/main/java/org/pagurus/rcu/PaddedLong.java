package org.pagurus.rcu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A {@code long} alone on its cache lines. Every accessor names its memory order.
 */
final class PaddedLong extends PaddedLongValue {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(PaddedLongValue.class, "value", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    long right01;
    long right02;
    long right03;
    long right04;
    long right05;
    long right06;
    long right07;
    long right08;
    long right09;
    long right10;
    long right11;
    long right12;
    long right13;
    long right14;
    long right15;

    PaddedLong(final long initial) {
        VALUE.setRelease(this, initial);
    }

    long getOpaque() {
        return (long) VALUE.getOpaque(this);
    }

    long getAcquire() {
        return (long) VALUE.getAcquire(this);
    }

    long getVolatile() {
        return (long) VALUE.getVolatile(this);
    }

    void setRelease(final long newValue) {
        VALUE.setRelease(this, newValue);
    }

    /** Adds one and returns the value before. */
    long getAndIncrementVolatile() {
        return (long) VALUE.getAndAdd(this, 1L);
    }

    /** Stores {@code target} unless the value is already as high. */
    void raiseToVolatile(final long target) {
        long seen = getVolatile();
        while (seen < target && !VALUE.compareAndSet(this, seen, target)) {
            seen = getVolatile();
        }
    }
}
