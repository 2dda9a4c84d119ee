package org.pagurus.rcu.torture;

import java.util.SplittableRandom;

import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.SleepableDomain;

/** The sections of one thread: plain, nested, overlapping, handed over. */
final class Sections {
    /** How deep a gate is nested at most. */
    static final int MAX_DEPTH = 2;
    private static final int MAX_LINKS = 4;

    private final Stage stage;
    private final RcuDomain domain;
    private final SplittableRandom random;
    private final AgeHistogram ages;
    private Sight sight;
    private Sight other;

    Sections(final Stage stage, final SplittableRandom random, final AgeHistogram ages) {
        this.stage = stage;
        this.domain = stage.domain();
        this.random = random;
        this.ages = ages;
        this.sight = new Sight(stage);
        this.other = new Sight(stage);
    }

    /** Some section or other. The gates must be different ones. */
    void play(final Gate gate, final Gate second) {
        final int choice = random.nextInt(32);
        if (choice == 0) {
            nested(gate);
        } else if (choice <= 2) {
            chain(gate, second);
        } else if (choice == 3 && random.nextInt(16) == 0 && stage.scene().isPolling()) {
            startInside(gate);
        } else {
            plain(gate);
        }
        if (choice >= 28 && domain instanceof SleepableDomain sleepable) {
            if (choice == 31) {
                handOver(sleepable);
            } else {
                stage.handoffs().closeOne(sleepable, ages);
            }
        }
    }

    /** Closes what was handed over and what nobody has closed yet. */
    void closeHandoffs() {
        if (domain instanceof SleepableDomain sleepable) {
            while (stage.handoffs().closeOne(sleepable, ages)) {
                // The next one.
            }
        }
    }

    private void plain(final Gate gate) {
        gate.enter();
        try {
            sight.take(random);
            Delays.inSection(random);
            sight.check(ages);
        } finally {
            gate.exit();
        }
    }

    /** The inner section ends in the middle of the outer one, which must go on. */
    private void nested(final Gate gate) {
        gate.enter();
        try {
            sight.take(random);
            gate.enter();
            try {
                other.take(random);
                Delays.inSection(random);
                other.check(ages);
            } finally {
                gate.exit();
            }
            Delays.inSection(random);
            sight.check(ages);
        } finally {
            gate.exit();
        }
    }

    /**
     * Segments that overlap as the links of a chain: the thread is in a section all the time, and each segment ends within the
     * next one.
     * <pre>
     *   one    [=====]   [=====]
     *   other      [=====]   [=====]
     * </pre>
     */
    private void chain(final Gate one, final Gate another) {
        Gate open = one;
        Gate next = another;
        open.enter();
        try {
            sight.take(random);
            for (int links = 1 + random.nextInt(MAX_LINKS); links > 0; links--) {
                next.enter();
                other.take(random);
                Delays.inSection(random);
                sight.check(ages);
                open.exit();
                final Gate ended = open;
                open = next;
                next = ended;
                final Sight checked = sight;
                sight = other;
                other = checked;
            }
            Delays.inSection(random);
            sight.check(ages);
        } finally {
            open.exit();
        }
    }

    /**
     * A grace period that starts inside a section cannot end inside it. Seldom, so that it is mostly by their age that elements
     * show a bug: that is the oracle that must be able to.
     */
    private void startInside(final Gate gate) {
        gate.enter();
        try {
            sight.take(random);
            final long cookie = domain.startGracePeriod();
            Delays.inSection(random);
            if (domain.isElapsed(cookie)) {
                stage.report(Finding.Kind.SECTION, "cookie=" + cookie + " was made inside a section and was over inside it");
            }
            sight.check(ages);
        } finally {
            gate.exit();
        }
    }

    /** Opens a section that another thread closes. */
    private void handOver(final SleepableDomain sleepable) {
        if (stage.handoffs().hasRoom()) {
            final Sight handed = new Sight(stage);
            final long ticket = sleepable.enterSleepable();
            handed.take(random);
            stage.handoffs().put(ticket, handed);
        }
    }
}
