package org.pagurus.bench.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

class FrameMapTest {
    @Test
    void parse_letters_areRunsOfFrames() {
        FrameMap map = FrameMap.parse("e2rA3f");
        assertEquals(7, map.frames());
        assertEquals(FrameState.Q5, map.state(1));
        assertEquals(FrameState.RELEASED, map.state(2));
        assertEquals(FrameState.Q1, map.state(5));
        assertTrue(map.isFolded(3) && map.isFolded(5));
        assertFalse(map.isFolded(2) || map.isFolded(6) || map.isFolded(7));
        assertEquals(FrameState.FREE, map.state(6));
        assertEquals(FrameState.RELEASED, map.state(1_000));
        assertEquals("e2rA3f", map.text());
        assertEquals(1, map.regionsInUse());
        assertEquals(2, FrameMap.parse("e64a").regionsInUse());
        assertEquals(1, FrameMap.parse("").regionsInUse());
    }

    @Test
    void text_ofAHeap_comesBack() {
        try (Heap heap = Heap.builder().capacity(16L << 20).build(); Session session = heap.openSession()) {
            session.allocate(4 << 20);
            session.allocate(100);
            FrameMap map = FrameMap.of(heap.regionMap());
            assertEquals("e64a", map.text());
            assertEquals(4 * 64, map.frames());
            for (FrameState state : FrameState.values()) {
                if (state != FrameState.RELEASED) {
                    assertEquals(map.count(state), FrameMap.parse(map.text()).count(state));
                }
            }
        }
    }

    @Test
    void parse_somethingElse_saysWhatIsAllowed() {
        String message = assertThrows(IllegalArgumentException.class, () -> FrameMap.parse("e3x")).getMessage();
        assertEquals("'x' at 2 is no state of a frame; allowed are r f w a b c d e and their capitals, each with a number behind "
            + "it or without", message);
        message = assertThrows(IllegalArgumentException.class, () -> FrameMap.parse("e99999999")).getMessage();
        assertTrue(message.contains("more than"), message);
    }
}
