package org.pagurus.rcu.internal.base;

/**
 * 120 bytes in front of the fields of a subclass.
 * <p>
 * HotSpot lays out the fields of a superclass before those of its subclass, so the subclass's fields share no cache line with
 * the object in front, on lines of up to 128 bytes (or pairs of 64, which the hardware prefetches together). Subclasses keep
 * their hot fields as {@code long}: a smaller field could be moved into the 4-byte gap behind the object header. The way is
 * that of the Disruptor's {@code Sequence} and Agrona's padded classes.
 */
public abstract class LeftPadding {
    long left01;
    long left02;
    long left03;
    long left04;
    long left05;
    long left06;
    long left07;
    long left08;
    long left09;
    long left10;
    long left11;
    long left12;
    long left13;
    long left14;
    long left15;
}
