package org.pagurus.bench.latency;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.pagurus.bench.steady.Pattern;

/**
 * What a thread does, chosen beforehand: choosing by Zipf's law costs as much as the access itself. Used again from the beginning
 * for every load, so that all have the same accesses.
 *
 * <pre>
 *   bits   31 .. 5   4 .. 1   0
 *          record    field    1 for an update
 * </pre>
 */
final class Choices {
    private static final int COUNT = 1 << 20;
    private static final int FIELD_SHIFT = 1;
    private static final int FIELD_MASK = 0xF;
    private static final int RECORD_SHIFT = 5;
    /** So many records have room in a choice. */
    static final int MAX_RECORDS = 1 << 26;

    private final int[] choices = new int[COUNT];

    /** Half updates; records by Zipf's law with exponent 0.99, fields evenly. */
    Choices(long seed, int records) {
        SplittableRandom random = new SplittableRandom(seed);
        IntSupplier record = Pattern.ZIPF.choice(random, records);
        for (int i = 0; i < COUNT; i++) {
            choices[i] = record.getAsInt() << RECORD_SHIFT | random.nextInt(Records.FIELDS) << FIELD_SHIFT
                | (random.nextBoolean() ? 1 : 0);
        }
    }

    /** The choice of a turn; turns go round. */
    int get(int turn) {
        return choices[turn & COUNT - 1];
    }

    static int record(int choice) {
        return choice >>> RECORD_SHIFT;
    }

    static int field(int choice) {
        return choice >>> FIELD_SHIFT & FIELD_MASK;
    }

    static boolean isUpdate(int choice) {
        return (choice & 1) != 0;
    }
}
