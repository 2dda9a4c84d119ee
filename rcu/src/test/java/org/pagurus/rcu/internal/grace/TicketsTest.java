package org.pagurus.rcu.internal.grace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TicketsTest {
    @Test
    void everyPartComesBack() {
        for (final int domain : new int[] {1, 2, Integer.MAX_VALUE}) {
            for (final int stripe : new int[] {0, 1, 127, (1 << 30) - 1}) {
                for (int index = 0; index < 2; index++) {
                    final long ticket = Tickets.of(domain, stripe, index);
                    assertTrue(ticket > 0, "ticket=" + ticket);
                    assertEquals(domain, Tickets.domain(ticket));
                    assertEquals(stripe, Tickets.stripe(ticket));
                    assertEquals(index, Tickets.index(ticket));
                }
            }
        }
    }
}
