package org.pagurus.rcu;

/**
 * How a domain orders the announcement of a section before the loads of that section.
 * <p>
 * The system property {@code pagurus.rcu.fence} ({@code full}, {@code asymmetric} or {@code auto}, the default) chooses for the
 * domains built without a fence; {@link RcuBuilder#fence} goes before the property. {@link RcuStats} tells what a domain uses,
 * and why.
 */
public enum Fence {
    /** Every outermost enter has a full fence. Rests on the Java memory model alone, and works everywhere. */
    FULL,
    /**
     * Enter has no fence. The scans of grace periods make the kernel run one on every thread of the process: {@code membarrier}
     * with {@code MEMBARRIER_CMD_PRIVATE_EXPEDITED}, see membarrier(2). Sections are several times cheaper to enter; a grace
     * period costs one system call more, 0.4 to 13 microseconds, and interrupts the cores on which threads of the process run.
     * <p>
     * The Java memory model knows nothing of this: it would let a compiler move a load of the section in front of the
     * announcement. That HotSpot's compilers do not is argued in {@code ReaderSlot.announce}. So this is refused on any other
     * virtual machine, as it is where the system call is missing.
     */
    ASYMMETRIC,
    /** {@link #ASYMMETRIC} where it works, else {@link #FULL}. */
    AUTO
}
