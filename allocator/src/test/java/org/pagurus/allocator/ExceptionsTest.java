package org.pagurus.allocator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

class ExceptionsTest {
    @Test
    void pointerExceptionNamesThePointerBeforeTheReason() {
        PointerException exception = new PointerException(Pointer.of(7, 64), "freed twice");
        assertEquals("pointer=0x0000000700000040 (page=7 offset=64): freed twice", exception.getMessage());
        assertEquals(Pointer.of(7, 64), exception.pointer());
    }

    @Test
    void pointerExceptionKeepsAWordThatIsNoPointer() {
        PointerException exception = new PointerException(-1L, "not a pointer of this heap");
        assertEquals(-1L, exception.pointer());
        assertEquals("pointer=0xffffffffffffffff (page=4294967295 offset=4294967295): not a pointer of this heap",
            exception.getMessage());
    }

    @Test
    void exhaustionSaysHowMuchWasAskedFor() {
        OffHeapExhaustedException exception = new OffHeapExhaustedException(1L << 40, "nothing left");
        assertEquals(1L << 40, exception.requestedBytes());
        assertEquals("nothing left", exception.getMessage());
    }

    /** Neither is an Error: the heap stays usable, and an application may catch and go on. */
    @Test
    void bothAreUncheckedExceptions() {
        assertInstanceOf(RuntimeException.class, new PointerException(0, ""));
        assertInstanceOf(RuntimeException.class, new OffHeapExhaustedException(0, ""));
    }
}
