package org.pagurus.rcu.torture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What readers look at. All accesses are opaque: coherent, and in no order with anything else.
 */
final class Element {
    /** The age at which an element leaves the pipe. */
    static final int MAX_AGE = 10;
    /** From this age on no section may see the element. */
    static final int FORBIDDEN_AGE = 2;

    private static final VarHandle SERIAL;
    private static final VarHandle CHECK;
    private static final VarHandle AGE;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            SERIAL = lookup.findVarHandle(Element.class, "serial", long.class);
            CHECK = lookup.findVarHandle(Element.class, "check", long.class);
            AGE = lookup.findVarHandle(Element.class, "age", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int id;
    /** Different for each publication. */
    private long serial;
    /** The complement of the serial number, or the element is not whole. */
    private long check;
    private int age;

    Element(final int id) {
        this.id = id;
    }

    /** Where the pool has this element. */
    int id() {
        return id;
    }

    /** Makes an element that nobody sees ready for publication. */
    void fill(final long newSerial) {
        AGE.setOpaque(this, 0);
        SERIAL.setOpaque(this, newSerial);
        CHECK.setOpaque(this, ~newSerial);
    }

    long serialOpaque() {
        return (long) SERIAL.getOpaque(this);
    }

    boolean isWhole(final long expectedSerial) {
        return (long) CHECK.getOpaque(this) == ~expectedSerial;
    }

    int ageOpaque() {
        return (int) AGE.getOpaque(this);
    }

    /** The element was unlinked, or a grace period has ended since. One thread at a time. */
    int grow() {
        final int older = (int) AGE.getOpaque(this) + 1;
        AGE.setOpaque(this, older);
        return older;
    }
}
