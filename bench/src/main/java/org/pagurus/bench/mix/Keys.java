package org.pagurus.bench.mix;

/**
 * The keys of a run, dense from 0. Two of three are records, which the accessors use; every third is replaced in the background.
 * Values are stored in the order of their keys, so the two kinds are neighbours in memory, and what the background frees leaves
 * holes between records.
 *
 * @param records how many, even
 */
record Keys(int records) {
    private static final int STEP = 3;

    /** As many records of the usual size as fit into so many bytes. */
    static Keys of(long liveBytes) {
        return new Keys((int) (liveBytes / Values.USUAL_BYTES) & -2);
    }

    /** All keys. */
    int count() {
        return records + others();
    }

    /** Those that are replaced in the background. */
    int others() {
        return records / 2;
    }

    /** The key of a record. */
    static int record(int index) {
        return index + index / 2;
    }

    /** The key of another value. */
    static int other(int index) {
        return STEP * index + STEP - 1;
    }
}
