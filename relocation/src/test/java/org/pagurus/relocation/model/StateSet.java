package org.pagurus.relocation.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** States in the order in which they were added, each once, found by open addressing. */
final class StateSet {
    private static final int CHUNK_SHIFT = 16;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

    private final List<long[]> chunks = new ArrayList<>();
    private int[] table = new int[1 << 16];
    private int size;

    int size() {
        return size;
    }

    /** Adds a state unless it is there. @return its index, or the complement of the index if it was there */
    int add(long[] words) {
        if (size * 2 > table.length) {
            grow();
        }
        int mask = table.length - 1;
        int at = hash(words, 0) & mask;
        while (table[at] != 0) {
            if (isAt(table[at] - 1, words)) {
                return ~(table[at] - 1);
            }
            at = at + 1 & mask;
        }
        if (size >>> CHUNK_SHIFT == chunks.size()) {
            chunks.add(new long[State.WORDS << CHUNK_SHIFT]);
        }
        System.arraycopy(words, 0, chunks.get(size >>> CHUNK_SHIFT), offset(size), State.WORDS);
        table[at] = ++size;
        return size - 1;
    }

    void get(int index, long[] words) {
        System.arraycopy(chunks.get(index >>> CHUNK_SHIFT), offset(index), words, 0, State.WORDS);
    }

    private boolean isAt(int index, long[] words) {
        int from = offset(index);
        return Arrays.equals(chunks.get(index >>> CHUNK_SHIFT), from, from + State.WORDS, words, 0, State.WORDS);
    }

    private static int offset(int index) {
        return (index & CHUNK_MASK) * State.WORDS;
    }

    private static int hash(long[] words, int from) {
        long hash = 0;
        for (int i = 0; i < State.WORDS; i++) {
            hash = (hash ^ words[from + i]) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ hash >>> 17);
    }

    private void grow() {
        table = new int[table.length << 1];
        int mask = table.length - 1;
        for (int index = 0; index < size; index++) {
            int at = hash(chunks.get(index >>> CHUNK_SHIFT), offset(index)) & mask;
            while (table[at] != 0) {
                at = at + 1 & mask;
            }
            table[at] = index + 1;
        }
    }
}
