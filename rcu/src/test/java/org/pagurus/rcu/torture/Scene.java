package org.pagurus.rcu.torture;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** What workers do for a while. */
enum Scene {
    /** Everything, and nobody drives. */
    MIXED(List.of(Way.values()), true, false, false),
    /** Everything and a flood of callbacks, and a driver runs them. */
    DRIVEN(List.of(Way.values()), true, true, true),
    /** Callbacks and pollers only: grace periods start while a batch waits for an older one. */
    CALLBACKS(List.of(Way.DEFER_TASK, Way.DEFER_ACTION, Way.BARRIER, Way.POLL), true, true, false),
    /** Only what waits without polling, from many threads: nobody saves a waiter that forgets to look, and all share. */
    WAITERS(List.of(Way.SYNCHRONIZE, Way.SYNCHRONIZE, Way.SYNCHRONIZE, Way.EXPEDITE), false, false, false),
    /** All rest, and {@link StoreBuffering} has the machine for itself. */
    LITMUS(List.of(), false, false, false);

    private final List<Way> ways;
    private final boolean polling;
    private final boolean flooded;
    private final boolean driven;

    Scene(final List<Way> ways, final boolean polling, final boolean flooded, final boolean driven) {
        this.ways = ways;
        this.polling = polling;
        this.flooded = flooded;
        this.driven = driven;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    Way choose(final SplittableRandom random) {
        return ways.get(random.nextInt(ways.size()));
    }

    /** Whether threads ask for grace periods that they do not wait for. */
    boolean isPolling() {
        return polling;
    }

    boolean isFlooded() {
        return flooded;
    }

    boolean isDriven() {
        return driven;
    }
}
