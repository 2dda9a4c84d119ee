package org.pagurus.bench.steady;

import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** Which objects are overwritten. */
public enum Pattern {
    /** Each as likely as any other. */
    UNIFORM("uniform"),
    /** Nine writes of ten go to one object of ten. */
    HOT("90/10"),
    /** By rank, with exponent 0.99. */
    ZIPF("zipf 0.99");

    private static final int TENTH = 10;
    private static final double HOT_WRITES = 0.9;
    private static final double EXPONENT = 0.99;
    /** Odd, so that ranks are scattered over all indices of a power of two; prime, so that they are over others. */
    private static final long SCATTER = 2_654_435_761L;

    private final String id;

    Pattern(String id) {
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
     * A choice among so many objects. What is hot is scattered over them: neighbours were allocated together.
     *
     * @param random  used for each choice
     * @param objects how many there are
     * @return chooses an index below their number
     */
    public IntSupplier choice(RandomGenerator random, int objects) {
        return switch (this) {
            case UNIFORM -> () -> random.nextInt(objects);
            case HOT -> () -> hot(random, objects);
            case ZIPF -> {
                double[] constants = zipf(objects);
                yield () -> scatter(rank(random.nextDouble(), objects, constants), objects);
            }
        };
    }

    private static int hot(RandomGenerator random, int objects) {
        int hot = Math.max(1, objects / TENTH);
        boolean toHot = random.nextDouble() < HOT_WRITES || hot == objects;
        return scatter(toHot ? random.nextInt(hot) : hot + random.nextInt(objects - hot), objects);
    }

    /** A permutation of the indices, unless their number is a multiple of the prime. */
    static int scatter(int rank, int objects) {
        return (int) (rank * SCATTER % objects);
    }

    /** Sum of all weights, and the two numbers of Gray's method (Gray et al., 1994; as in YCSB). */
    private static double[] zipf(int objects) {
        double all = 0;
        for (int i = 1; i <= objects; i++) {
            all += Math.pow(i, -EXPONENT);
        }
        double two = 1 + Math.pow(2, -EXPONENT);
        double eta = (1 - Math.pow(2.0 / objects, 1 - EXPONENT)) / (1 - two / all);
        return new double[] {all, two, eta};
    }

    private static int rank(double u, int objects, double[] constants) {
        double at = u * constants[0];
        if (at < 1) {
            return 0;
        }
        if (at < constants[1]) {
            return Math.min(1, objects - 1);
        }
        double alpha = 1 / (1 - EXPONENT);
        return (int) Math.min(objects - 1, objects * Math.pow(constants[2] * u - constants[2] + 1, alpha));
    }
}
