package org.pagurus.bench.steady;

/**
 * What a cleaner moves for each byte written, by the classic formulas, to compare with.
 *
 * <p>A log-structured store writes at its head only, so it gets room by emptying segments. One that is emptied with a part
 * {@code u} of it live costs {@code u / (1 - u)} moved bytes for each byte won (Rosenblum and Ousterhout, 1991). Under uniform
 * overwrites the segment that has the least live is about the oldest one; each byte of it has survived with a probability
 * that falls exponentially while the log goes round, so for a store that is full to {@code fill} (Menon, 1995; Desnoyers, 2012):
 *
 * <pre>
 *   fill = (u - 1) / ln u,       moved / written = u / (1 - u)
 * </pre>
 *
 * <p>Pagurus takes the emptiest pages first, as that cleaner does, but it is no log: freed slots are allocated again where they
 * are, and only what that does not reuse has to be won by moving. So the formula is an upper mark for it, and is meant for
 * uniform overwrites; with skewed ones a store that does not know hot from cold moves as much as under uniform ones or more.
 */
public final class Cleaner {
    private static final int STEPS = 200;

    private Cleaner() {
    }

    /**
     * The live part of the segments that are cleaned.
     *
     * @param fill live / capacity, above 0 and below 1
     * @return u
     */
    public static double cleanedPart(double fill) {
        if (!(fill > 0 && fill < 1)) {
            throw new IllegalArgumentException("fill=" + fill + ": needs 0 < fill < 1");
        }
        double low = 0;
        double high = 1;
        // (u - 1) / ln u grows with u.
        for (int i = 0; i < STEPS; i++) {
            double u = (low + high) / 2;
            if ((u - 1) / Math.log(u) < fill) {
                low = u;
            } else {
                high = u;
            }
        }
        return (low + high) / 2;
    }

    /**
     * What is moved for each byte written.
     *
     * @param fill live / capacity; the cost is 0 at 0, and infinite from 1 on
     * @return bytes for each byte
     */
    public static double movedForWritten(double fill) {
        if (fill >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (fill <= 0) {
            return 0;
        }
        double u = cleanedPart(fill);
        return u / (1 - u);
    }
}
