package org.pagurus.relocation.model;

/** A property that does not hold. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Property property;

    Violation(Property property, String what) {
        super(what, null, false, false);
        this.property = property;
    }

    Property property() {
        return property;
    }
}
