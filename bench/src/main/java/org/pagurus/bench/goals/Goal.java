package org.pagurus.bench.goals;

import org.pagurus.bench.demo.Units;

/**
 * A figure and what it should be.
 *
 * @param name     what is measured
 * @param bar      what it should be, in words
 * @param measured the figure, in words; empty if it was not measured
 * @param value    the figure; not a number if it was not measured
 * @param held     whether it is as it should be; null if it was not measured, or nothing is asked of it
 */
public record Goal(String name, String bar, String measured, double value, Boolean held) {
    /**
     * A figure that should be a number or more.
     *
     * @param name  what is measured
     * @param bar   the least
     * @param value the figure
     * @return the goal, with whether it is held
     */
    public static Goal atLeast(String name, double bar, double value) {
        return new Goal(name, Units.format(">= %s", brief(bar)), Units.format("%.2f", value), value, value >= bar);
    }

    /**
     * A figure that should not be above a number.
     *
     * @param name  what is measured
     * @param bar   the most
     * @param value the figure
     * @return the goal, with whether it is held
     */
    public static Goal atMost(String name, double bar, double value) {
        return new Goal(name, Units.format("<= %s", brief(bar)), Units.format("%.2f", value), value, value <= bar);
    }

    /**
     * A part that should be below a part, in percent.
     *
     * @param name what is measured
     * @param bar  the bound, 1 for the whole
     * @param part the figure, likewise
     * @return the goal, with whether it is held
     */
    public static Goal partBelow(String name, double bar, double part) {
        return new Goal(name, Units.format("< %s %%", brief(100 * bar)), Units.format("%.2f %%", 100 * part), part, part < bar);
    }

    /**
     * A time that should be below another.
     *
     * @param name     what is measured
     * @param barNanos the bound, in nanoseconds
     * @param nanos    the figure, likewise
     * @return the goal, with whether it is held
     */
    public static Goal timeBelow(String name, long barNanos, long nanos) {
        return new Goal(name, "< " + Units.nanos(barNanos), Units.nanos(nanos), nanos, nanos < barNanos);
    }

    /**
     * A goal that this run has no figure for.
     *
     * @param name what would be measured
     * @param why  why it was not
     * @return the goal
     */
    public static Goal notMeasured(String name, String why) {
        return new Goal(name, "", "not measured: " + why, Double.NaN, null);
    }

    /**
     * A figure that nothing is asked of; it stands beside the goals.
     *
     * @param name     what is measured
     * @param measured the figure, in words
     * @param value    the figure
     * @return the figure, neither held nor missed
     */
    public static Goal figure(String name, String measured, double value) {
        return new Goal(name, "", measured, value, null);
    }

    /**
     * The same with something said beside the figure.
     *
     * @param beside in words
     * @return the goal
     */
    public Goal with(String beside) {
        return new Goal(name, bar, measured + " (" + beside + ")", value, held);
    }

    /**
     * Whether it was measured and is not as it should be.
     *
     * @return true if it is missed
     */
    public boolean missed() {
        return Boolean.FALSE.equals(held);
    }

    /**
     * Whether it is held, for people.
     *
     * @return {@code held}, {@code MISSED}, or a dash if it is neither
     */
    public String verdict() {
        return held == null ? "-" : held ? "held" : "MISSED";
    }

    private static String brief(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Units.format("%.2f", number);
    }
}
