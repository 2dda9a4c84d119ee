package org.pagurus.bench.steady;

import java.util.random.RandomGenerator;

/** The sizes of new objects. */
public enum ObjectSizes {
    /** Any size at any time: each size class keeps its share, and freed slots are soon allocated again. */
    MIXED("mixed"),
    /**
     * A narrow range that wanders from the least size to the greatest and back while the live bytes are overwritten eight
     * times. Freed slots have the wrong size for what comes, so what is left around them has to be moved.
     */
    DRIFTING("drifting");

    private static final int CYCLE = 8;
    private static final double WIDTH = 1.25;

    private final String id;

    ObjectSizes(String id) {
        this.id = id;
    }

    /**
     * The name in tables and files.
     *
     * @return the name
     */
    public String id() {
        return id;
    }

    /**
     * The next size.
     *
     * @param turnovers how often the live bytes have been overwritten
     */
    int next(RandomGenerator random, int least, int most, double turnovers) {
        if (this == MIXED) {
            return random.nextInt(least, most + 1);
        }
        double phase = turnovers / CYCLE - Math.floor(turnovers / CYCLE);
        double up = 1 - Math.abs(2 * phase - 1);
        double base = least * Math.pow(most / WIDTH / least, up);
        return random.nextInt((int) base, (int) (base * WIDTH) + 1);
    }
}
