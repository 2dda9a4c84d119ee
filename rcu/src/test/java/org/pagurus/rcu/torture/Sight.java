package org.pagurus.rcu.torture;

import java.util.SplittableRandom;

/** What a section has found: an element, and which of its publications it was. For one thread at a time. */
final class Sight {
    private final Stage stage;
    private Element element;
    private long serial;

    Sight(final Stage stage) {
        this.stage = stage;
    }

    /** Subscribes, inside a section. */
    void take(final SplittableRandom random) {
        element = stage.pipe().find(random);
        serial = element.serialOpaque();
        if (!element.isWhole(serial)) {
            stage.report(Finding.Kind.TORN, "element=" + element.id() + " was not whole when it was found, serial=" + serial);
        }
    }

    /** Counts the age, at the end of the section. */
    void check(final AgeHistogram ages) {
        int age = element.ageOpaque();
        if (element.serialOpaque() != serial) {
            // It has gone through the whole pipe, and is a new element now.
            age = Element.MAX_AGE;
        }
        ages.count(age);
        if (age >= Element.FORBIDDEN_AGE) {
            stage.report(Finding.Kind.AGE, "element=" + element.id() + " had age=" + age + " at the end of a section, serial="
                + serial + ", thread=" + Thread.currentThread().getName());
        }
    }
}
