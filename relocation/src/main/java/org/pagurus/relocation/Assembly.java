package org.pagurus.relocation;

import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.rcu.RcuBuilder;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/** Makes the parts of a heap. Tests override a step, to put in a part that delays, watches, or has a seeded bug. */
class Assembly {
    /** What the grace periods are made by. */
    RcuBuilder rcu(HeapBuilder settings) {
        RcuBuilder rcu = RcuDomain.builder().name("heap");
        settings.stallLimit().ifPresent(limit -> rcu.stallLimit(limit.toNanos()));
        return rcu;
    }

    /** The pages and frames. */
    Space space(HeapBuilder settings, RcuDomain domain) {
        return new Space(settings.capacityBytes(), settings.reserveFrames(), settings.hugePages(), domain, this::protocol);
    }

    /** The transitions of their entries. */
    Protocol protocol(PageTable table) {
        return new Protocol(table);
    }
}
