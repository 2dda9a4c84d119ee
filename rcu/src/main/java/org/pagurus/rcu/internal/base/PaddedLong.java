package org.pagurus.rcu.internal.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A {@code long} alone on its cache lines. Every accessor names its memory order.
 */
public final class PaddedLong extends PaddedLongValue {
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

    public PaddedLong(final long initial) {
        VALUE.setRelease(this, initial);
    }

    public long getOpaque() {
        return (long) VALUE.getOpaque(this);
    }

    public long getAcquire() {
        return (long) VALUE.getAcquire(this);
    }

    public long getVolatile() {
        return (long) VALUE.getVolatile(this);
    }

    public void setRelease(final long newValue) {
        VALUE.setRelease(this, newValue);
    }

    /** Adds one and returns the value before. */
    public long getAndIncrementVolatile() {
        return (long) VALUE.getAndAdd(this, 1L);
    }

    /** Adds zero by an atomic read-modify-write: what is read takes its place between the increments of other threads. */
    public long getVolatileInOrder() {
        return (long) VALUE.getAndAdd(this, 0L);
    }

    /** Adds; for a value with one writer at a time. */
    public void addRelease(final long amount) {
        VALUE.setRelease(this, (long) VALUE.getOpaque(this) + amount);
    }

    /** Adds and returns the value before. */
    public long getAndAddVolatile(final long amount) {
        return (long) VALUE.getAndAdd(this, amount);
    }

    public boolean compareAndSetVolatile(final long expected, final long newValue) {
        return VALUE.compareAndSet(this, expected, newValue);
    }

    /** Stores {@code target} unless the value is already as high. */
    public void raiseToVolatile(final long target) {
        long seen = getVolatile();
        while (seen < target && !VALUE.compareAndSet(this, seen, target)) {
            seen = getVolatile();
        }
    }
}
