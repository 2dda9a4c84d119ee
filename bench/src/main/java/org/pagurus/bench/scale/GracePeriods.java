package org.pagurus.bench.scale;

import java.util.List;
import org.pagurus.bench.goals.Median;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.Session;

/** Times grace periods from their start to the look that finds them over, as the compactor has them, by the clock. */
final class GracePeriods {
    private static final int TIMES = 1_001;

    private GracePeriods() {
    }

    /**
     * The median of many.
     *
     * @param open sessions of this thread, outside sections: each is in a section that begins after the grace period, while the
     *             readers are looked at. To enter and exit is not timed.
     */
    static double medianNanos(RcuDomain domain, List<Session> open) {
        double[] nanos = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            long cookie = domain.startGracePeriod();
            long started = System.nanoTime() - start;
            open.forEach(Session::enter);
            start = System.nanoTime();
            while (!domain.isElapsed(cookie)) {
                Thread.onSpinWait();
            }
            nanos[i] = started + System.nanoTime() - start;
            open.forEach(Session::exit);
        }
        return Median.of(nanos);
    }
}
