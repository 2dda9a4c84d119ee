package org.pagurus.bench.mix;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.pagurus.bench.steady.Pattern;

/**
 * What a thread does, chosen beforehand: choosing by Zipf's law costs as much as an access. Used again from the beginning for
 * each measurement.
 *
 * <pre>
 *   bits   31 .. 6   5 .. 2   1 .. 0          and a byte: the length of the fields of a value that is written
 *          record    field    kind
 * </pre>
 */
final class Turns {
    static final int COUNT = 1 << 20;
    /** So many records have room. */
    static final int MAX_RECORDS = 1 << 25;
    private static final int RECORD_SHIFT = 6;
    private static final int FIELD_SHIFT = 2;
    private static final int FIELD_MASK = 0xF;
    private static final int KIND_MASK = 3;
    private static final int BYTE_MASK = 0xFF;
    private static final Mix.Kind[] KINDS = Mix.Kind.values();

    private final int[] choices = new int[COUNT];
    private final byte[] lengths = new byte[COUNT];

    /** Records by Zipf's law with exponent 0.99; fields and lengths evenly. */
    Turns(long seed, Mix mix, int records) {
        SplittableRandom random = new SplittableRandom(seed);
        IntSupplier record = Pattern.ZIPF.choice(random, records);
        for (int i = 0; i < COUNT; i++) {
            choices[i] = record.getAsInt() << RECORD_SHIFT | random.nextInt(Values.FIELDS) << FIELD_SHIFT
                | mix.next(random).ordinal();
            lengths[i] = (byte) random.nextInt(Values.MIN_FIELD_BYTES, Values.MAX_FIELD_BYTES + 1);
        }
    }

    /** The choice of a turn; turns go round. */
    int get(int turn) {
        return choices[turn & COUNT - 1];
    }

    /** The length of fields of a turn. */
    int fieldBytes(int turn) {
        return lengths[turn & COUNT - 1] & BYTE_MASK;
    }

    static int record(int choice) {
        return choice >>> RECORD_SHIFT;
    }

    static int field(int choice) {
        return choice >>> FIELD_SHIFT & FIELD_MASK;
    }

    static Mix.Kind kind(int choice) {
        return KINDS[choice & KIND_MASK];
    }
}
