package org.pagurus.rcu.torture;

import java.util.SplittableRandom;

import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.Reader;
import org.pagurus.rcu.SleepableDomain;

/** Reads all the time. Registers anew now and then: scans must not miss a reader that comes while they run. */
final class ReaderWorker extends Worker {
    private static final int MAX_SECTIONS_BITS = 12;

    private final RcuDomain domain;
    private final Sections sections;

    ReaderWorker(final Stage stage, final SplittableRandom random, final AgeHistogram ages, final int number) {
        super(stage, random, "reader-" + number);
        this.domain = stage.domain();
        this.sections = new Sections(stage, random, ages);
    }

    @Override
    void work() throws InterruptedException {
        try (Reader first = domain.register(); Reader second = domain.register()) {
            final Gate gate = gate(first);
            final Gate other = gate(second);
            for (int left = 1 << random().nextInt(MAX_SECTIONS_BITS); left > 0 && !stage().isStopped(); left--) {
                sections.play(gate, other);
                restIfAsked();
            }
        }
    }

    @Override
    void beforeRest() {
        sections.closeHandoffs();
    }

    /** Mostly tickets where there are any: a registered reader stands for the strict domain as well. */
    private Gate gate(final Reader reader) {
        return domain instanceof SleepableDomain sleepable && random().nextInt(3) != 0 ? Gate.of(sleepable) : Gate.of(reader);
    }
}
