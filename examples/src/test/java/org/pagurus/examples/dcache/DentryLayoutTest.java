package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DentryLayoutTest {
    @Test
    void offsetsAreThoseOfThePicture() {
        assertArrayEquals(new int[] {0, 8, 16, 20, 24, 32, 40, 48, 56, 64, 68, 72, 128}, new int[] {
            DentryLayout.PARENT_OFFSET, DentryLayout.LOCKREF_OFFSET, DentryLayout.SEQUENCE_OFFSET, DentryLayout.FLAGS_OFFSET,
            DentryLayout.INODE_OFFSET, DentryLayout.NEXT_IN_CHAIN_OFFSET, DentryLayout.FIRST_CHILD_OFFSET,
            DentryLayout.NEXT_SIBLING_OFFSET, DentryLayout.PREVIOUS_SIBLING_OFFSET, DentryLayout.NAME_HASH_OFFSET,
            DentryLayout.NAME_BYTES_OFFSET, DentryLayout.NAME_OFFSET, DentryLayout.LENGTH});
        assertEquals(56, DentryLayout.NAME_LENGTH);
    }

    @Test
    void bitsAreThoseOfThePicture() {
        assertEquals(0xFFFF_FFFFL, LockRef.COUNT_MASK);
        assertEquals(0x1_0000_0000L, LockRef.LOCKED);
        assertEquals(0x2_0000_0000L, LockRef.WAITED_FOR);
        assertEquals(0x4_0000_0000L, LockRef.DEAD);
        assertArrayEquals(new int[] {1, 2, 4}, new int[] {DentryLayout.DIRECTORY, DentryLayout.NEGATIVE, DentryLayout.UNHASHED});
    }
}
