package org.pagurus.bench.defrag.workload;

import java.util.random.RandomGenerator;

/**
 * A part of a workload, measured by itself.
 *
 * @param name       in tables
 * @param body       what is done
 * @param bars       what Pagurus must hold
 * @param compacting whether the compactor runs, from the phase's beginning on
 * @param holdNanos  how long nothing is done after the body, before the phase has settled; the sampler goes on
 */
public record Phase(String name, Body body, Bars bars, boolean compacting, long holdNanos) {
    /** What a phase does. */
    @FunctionalInterface
    public interface Body {
        /** Does it, on the thread of the live set. */
        void run(LiveSet objects, RandomGenerator random);
    }

    /** A phase with the compactor on and the common bar. */
    public static Phase of(String name, Body body) {
        return new Phase(name, body, Bars.SETTLED, true, 0);
    }

    Phase with(Bars other) {
        return new Phase(name, body, other, compacting, holdNanos);
    }

    Phase withoutCompactor() {
        return new Phase(name, body, bars, false, holdNanos);
    }

    Phase holding(long nanos) {
        return new Phase(name, body, bars, compacting, nanos);
    }
}
