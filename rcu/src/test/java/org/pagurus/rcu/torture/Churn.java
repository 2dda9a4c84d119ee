package org.pagurus.rcu.torture;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.Reader;
import org.pagurus.rcu.SleepableDomain;

/** Starts threads that register, read a little and die: in good order, without closing their reader, or inside a section. */
final class Churn extends Worker {
    private static final int PLACES = 3;
    private static final int MAX_SECTIONS = 40;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private final Thread[] places = new Thread[PLACES];
    /** A place has one thread at a time, and the next one begins after its end was seen: so one thread counts at a time. */
    private final AgeHistogram[] ages;
    private final Sections own;
    private volatile long born;

    Churn(final Stage stage, final SplittableRandom random, final AgeHistogram[] ages) {
        super(stage, random, "churn");
        this.ages = ages;
        this.own = new Sections(stage, random, ages[PLACES]);
    }

    /** A histogram for each place, and one for the worker itself. */
    static AgeHistogram[] histograms() {
        final AgeHistogram[] ages = new AgeHistogram[PLACES + 1];
        for (int i = 0; i < ages.length; i++) {
            ages[i] = new AgeHistogram();
        }
        return ages;
    }

    /** How many threads were started. */
    long born() {
        return born;
    }

    @Override
    void work() {
        final int place = random().nextInt(PLACES);
        if (places[place] == null || !places[place].isAlive()) {
            final SplittableRandom childs = random().split();
            final Thread child = new Thread(() -> live(childs, ages[place]), "torture-mayfly-" + place);
            child.setDaemon(true);
            places[place] = child;
            born++;
            child.start();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    @Override
    void beforeRest() throws InterruptedException {
        for (final Thread child : places) {
            if (child != null) {
                child.join();
            }
        }
        own.closeHandoffs();
    }

    private void live(final SplittableRandom childs, final AgeHistogram childsAges) {
        try {
            final RcuDomain domain = stage().domain();
            final Reader first = domain.register();
            final Reader second = domain.register();
            final boolean byTicket = domain instanceof SleepableDomain && childs.nextBoolean();
            final Gate gate = byTicket ? Gate.of((SleepableDomain) domain) : Gate.of(first);
            final Sections sections = new Sections(stage(), childs, childsAges);
            for (int left = childs.nextInt(MAX_SECTIONS); left > 0 && !stage().isStopped(); left--) {
                sections.play(gate, Gate.of(second));
            }
            second.close();
            switch (childs.nextInt(3)) {
                case 0 -> first.close();
                case 1 -> first.enter();
                default -> {
                    // Dies outside a section without closing its reader.
                }
            }
        } catch (final Throwable e) {
            stage().reportThrown(e);
        }
    }
}
