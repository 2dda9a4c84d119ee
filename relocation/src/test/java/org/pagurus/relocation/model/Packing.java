package org.pagurus.relocation.model;

/** Small numbers packed into words. The same calls in the same order write them and read them back, so a layout is given once. */
final class Packing {
    private long[] words;
    private int word;
    private int shift;
    private boolean reading;

    void read(long[] from) {
        start(from, true);
    }

    void write(long[] to) {
        start(to, false);
    }

    private void start(long[] start, boolean read) {
        words = start;
        word = 0;
        shift = 0;
        reading = read;
        if (!read) {
            words[0] = 0;
        }
    }

    /** The next number: {@code value} while writing, the stored one while reading. No number lies across two words. */
    int field(int value, int bits) {
        if (shift + bits > Long.SIZE) {
            word++;
            shift = 0;
            if (!reading) {
                words[word] = 0;
            }
        }
        long mask = (1L << bits) - 1;
        int result = value;
        if (reading) {
            result = (int) (words[word] >>> shift & mask);
        } else if ((value & ~mask) != 0) {
            throw new IllegalArgumentException("the model's state has " + bits + " bits for " + value);
        } else {
            words[word] |= (long) value << shift;
        }
        shift += bits;
        return result;
    }

    void fields(int[] values, int bits) {
        for (int i = 0; i < values.length; i++) {
            values[i] = field(values[i], bits);
        }
    }
}
