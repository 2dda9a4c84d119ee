package org.pagurus.rcu.torture;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often each age was found at the end of a section. One thread counts at a time, any may look. Counting is no fence, which
 * could hide a fence that is missing in enter.
 */
final class AgeHistogram {
    private final AtomicLongArray counts = new AtomicLongArray(Element.MAX_AGE + 1);

    void count(final int age) {
        counts.setOpaque(age, counts.getPlain(age) + 1);
    }

    void addTo(final long[] sums) {
        for (int age = 0; age < sums.length; age++) {
            sums[age] += counts.getOpaque(age);
        }
    }
}
