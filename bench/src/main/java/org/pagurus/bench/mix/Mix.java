package org.pagurus.bench.mix;

import java.util.random.RandomGenerator;

/** What a thread does how often: the core workloads of YCSB (Cooper et al., 2010) that only touch what is there. */
public enum Mix {
    /** Half reads, half updates. */
    A(50, 50),
    /** Reads, and an update in twenty. */
    B(95, 5),
    /** Reads alone. */
    C(100, 0),
    /** Half reads; the other half reads a value and writes it again, changed. */
    F(50, 0);

    private static final int ALL = 100;

    private final int readPercent;
    private final int updatePercent;

    Mix(int readPercent, int updatePercent) {
        this.readPercent = readPercent;
        this.updatePercent = updatePercent;
    }

    /** What an operation is. */
    enum Kind {
        /** Of a whole value. */
        READ,
        /** Of one field, whatever was in it. */
        UPDATE,
        /** Counts in a field, so that a lost one shows. */
        READ_MODIFY_WRITE
    }

    Kind next(RandomGenerator random) {
        int percent = random.nextInt(ALL);
        if (percent < readPercent) {
            return Kind.READ;
        }
        return percent < readPercent + updatePercent ? Kind.UPDATE : Kind.READ_MODIFY_WRITE;
    }

    /**
     * Its parts, for people.
     *
     * @return for example {@code 50 read, 50 update}
     */
    public String parts() {
        int rest = ALL - readPercent - updatePercent;
        return readPercent + " read" + (updatePercent > 0 ? ", " + updatePercent + " update" : "")
            + (rest > 0 ? ", " + rest + " read-modify-write" : "");
    }
}
