package org.pagurus.relocation;

import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/** Makes the parts of a heap. Tests override a step, to put in a part that delays, watches, or has a seeded bug. */
class Assembly {
    /** The pages and frames. */
    Space space(HeapBuilder settings, RcuDomain domain) {
        return new Space(settings.capacityBytes(), settings.reserveFrames(), settings.hugePages(), domain, this::protocol);
    }

    /** The transitions of their entries. */
    Protocol protocol(PageTable table) {
        return new Protocol(table);
    }
}
