package org.pagurus.bench.caches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final long KEY = 77;
    private static final int VERSION = 3;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 100, 2_000})
    void everyByteCounts(int length) {
        byte[] value = new byte[length];
        Values.write(value, length, KEY, VERSION);
        assertTrue(Values.isRight(value, length, KEY, VERSION));
        assertEquals(length >= 8, Values.isRight(value, length, KEY));
        for (int i = 0; i < length; i++) {
            value[i] ^= 0x10;
            assertFalse(Values.isRight(value, length, KEY, VERSION), "byte " + i);
            // A changed version alone shows in the text, if there is enough of it.
            assertTrue(length < 100 || !Values.isRight(value, length, KEY), "byte " + i);
            value[i] ^= 0x10;
        }
    }

    @Test
    void everyByteCounts_beyondTheText() {
        int length = (2 << 20) + 100;
        byte[] value = new byte[length];
        Values.write(value, length, KEY, VERSION);
        assertTrue(Values.isRight(value, length, KEY, VERSION));
        for (int at : new int[] {0, 7, 8, (1 << 20) + 7, (1 << 20) + 8, length - 1}) {
            value[at] ^= 1;
            assertFalse(Values.isRight(value, length, KEY, VERSION), "byte " + at);
            value[at] ^= 1;
        }
    }

    @Test
    void anotherKeyVersionOrLength_isWrong() {
        byte[] value = new byte[200];
        Values.write(value, 150, KEY, VERSION);
        assertFalse(Values.isRight(value, 150, KEY + 1, VERSION));
        assertFalse(Values.isRight(value, 150, KEY, VERSION - 1));
        assertFalse(Values.isRight(value, 149, KEY, VERSION));
        assertFalse(Values.isRight(value, 151, KEY));
        assertFalse(Values.isRight(value, 150, KEY + 1));
        assertFalse(Values.isHeaderRight(value, 151, KEY));
        assertFalse(Values.isHeaderRight(value, 150, KEY + 1));
        assertTrue(Values.isHeaderRight(value, 150, KEY));
        assertTrue(Values.isRight(value, 150, KEY), "any version");
    }
}
