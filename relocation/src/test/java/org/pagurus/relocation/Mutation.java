package org.pagurus.relocation;

import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.protocol.CardTable;
import org.pagurus.relocation.internal.protocol.DirtyCards;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.model.MutatedProtocols;

/**
 * The shipped heap with one bug each, for the torture. Those of single steps are shared with the model and the stresses. A
 * torture that cannot catch those that concern it proves nothing.
 */
public enum Mutation {
    /** Begin follows isolate at once. */
    BEGIN_WITHOUT_GRACE_PERIOD(MutatedProtocols.WithoutGracePeriod::new),
    /** The grace period of a batch starts after its first isolate, not after its last one. */
    GRACE_PERIOD_BEFORE_LAST_ISOLATE(MutatedProtocols.GracePeriodBeforeLastIsolate::new),
    /** Begin overlooks pins. */
    BEGIN_WITH_PINS(MutatedProtocols.BeginWithPins::new),
    /** Accessors that have to hold an isolated page do not pin it: writers, and in EXCLUSIVE readers. */
    UNPINNED_ACCESS(MutatedProtocols.UnpinnedAccess::new),
    /** Commit does not look whether an accessor cancelled. */
    COMMIT_AFTER_CANCEL(MutatedProtocols.CommitAfterCancel::new),
    /** Put back makes the entry plain. */
    PUT_BACK_DROPS_PINS(MutatedProtocols.PutBackDropsPins::new),
    /** The old frame is free at commit: in READ_THROUGH that of any page, in EXCLUSIVE that of a sealed one. */
    EARLY_RECYCLING,
    /** Isolate overlooks the pins of objects. */
    ISOLATE_IGNORES_PINS(MutatedProtocols.IsolateIgnoresPins::new),
    /** {@code pin} takes no pin where the page is on the move. */
    HOLD_OVERLOOKS_ISOLATED(MutatedProtocols.HoldOverlooksIsolated::new),
    /** Now and then a section ends without its unpin. */
    LEFT_PIN(MutatedProtocols.LeftPin::new),
    /** The migrator waits for a grace period while a page is in MIGRATING: the deadlock that all began with. */
    GRACE_PERIOD_IN_MIGRATING(MutatedProtocols.GracePeriodInMigrating::new),
    /** The end of a copy wakes nobody. */
    LOST_WAKE_UP(MutatedProtocols.LostWakeUp::new),
    /** EXCLUSIVE with FALLBACK, and a copy of bytes to read is believed without another look at the entry. */
    UNVALIDATED_SNAPSHOT(MutatedProtocols.UnvalidatedSnapshot::new),
    /** The collector believes the bits of a session's page without a grace period. */
    COLLECT_WITHOUT_GRACE_PERIOD,
    /** A write to a large page that is being copied does not mark its card. */
    UNMARKED_CARD(Mutation::withoutMarks);

    private final BiFunction<PageTable, RcuDomain, Protocol> protocol;

    /** Not in the protocol. */
    Mutation() {
        this((table, domain) -> new Protocol(table));
    }

    Mutation(Function<PageTable, Protocol> protocol) {
        this((table, domain) -> protocol.apply(table));
    }

    Mutation(BiFunction<PageTable, RcuDomain, Protocol> protocol) {
        this.protocol = protocol;
    }

    /** The name for the command line: {@code early-recycling}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is a bug in such a heap. */
    public boolean concerns(ReadMode mode) {
        return switch (this) {
            case UNVALIDATED_SNAPSHOT -> mode == ReadMode.EXCLUSIVE;
            default -> true;
        };
    }

    /** Whether it is a bug where accessors do this. CANCEL cures what makes others wait in vain. */
    public boolean concerns(OnMigration policy) {
        return switch (this) {
            case GRACE_PERIOD_IN_MIGRATING -> policy == OnMigration.WAIT;
            case LOST_WAKE_UP -> policy == OnMigration.WAIT || policy == OnMigration.RETRY;
            case UNVALIDATED_SNAPSHOT -> policy == OnMigration.FALLBACK;
            default -> true;
        };
    }

    /** Whether it shows as threads that wait. */
    public boolean makesWait() {
        return this == GRACE_PERIOD_IN_MIGRATING || this == LOST_WAKE_UP;
    }

    Protocol protocol(PageTable table, RcuDomain domain) {
        return protocol.apply(table, domain);
    }

    private static Protocol withoutMarks(PageTable table) {
        return new Protocol(table, new CardTable() {
            @Override
            protected DirtyCards create(int pageId, long bytes) {
                return new DirtyCards(pageId, bytes) {
                    @Override
                    public void mark(long offset, int length) {
                        // The bug: nothing.
                    }
                };
            }
        });
    }
}
