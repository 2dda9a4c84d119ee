package org.pagurus.bench.defrag.store;

/** Writes and checks stamps in memory that is behind an object: a buffer of Netty, an array. */
abstract class StampedWords {
    abstract long get(int offset);

    abstract void put(int offset, long word);

    /** Writes the stamp of an object of that size. */
    final void stamp(int size, long header) {
        put(0, header);
        put(Stamp.SIZE_OFFSET, Stamp.sizeWord(header, size));
        int last = Stamp.lastOffset(size);
        for (int offset = Stamp.STRIDE; offset < last; offset += Stamp.STRIDE) {
            put(offset, Stamp.word(header, offset));
        }
        if (last >= Stamp.MIN_BYTES) {
            put(last, Stamp.word(header, last));
        }
    }

    /** Whether all words are those of that header and size. */
    final boolean isRight(int size, long header) {
        boolean right = get(0) == header && get(Stamp.SIZE_OFFSET) == Stamp.sizeWord(header, size);
        int last = Stamp.lastOffset(size);
        for (int offset = Stamp.STRIDE; offset < last; offset += Stamp.STRIDE) {
            right &= get(offset) == Stamp.word(header, offset);
        }
        return right && (last < Stamp.MIN_BYTES || get(last) == Stamp.word(header, last));
    }

    /** Whether this is an object of that index and has so many bytes, all right. */
    final boolean isRightAt(int index, int bytes) {
        if (bytes < Stamp.MIN_BYTES) {
            return false;
        }
        long header = get(0);
        return Stamp.indexOf(header) == index && Stamp.sizeOf(header, get(Stamp.SIZE_OFFSET)) == bytes && isRight(bytes, header);
    }
}
