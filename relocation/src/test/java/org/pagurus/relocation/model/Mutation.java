package org.pagurus.relocation.model;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The protocol with one bug each: in a method of the real {@link Protocol}, or in a step of the model. */
enum Mutation {
    /** The protocol as it is. */
    NONE(c -> true),
    /** The migrator waits for a grace period after begin: the deadlock of the exchange that Pagurus began with. */
    GRACE_PERIOD_IN_MIGRATING(c -> true, Property.NO_WAIT_IN_MIGRATING),
    /** Begin follows isolate at once. */
    BEGIN_WITHOUT_GRACE_PERIOD(c -> true, MutatedProtocols.WithoutGracePeriod::new, Property.NO_UPDATE_LOST,
        Property.USE_AFTER_FREE),
    /** The grace period starts when the last page of the batch is not isolated yet. */
    GRACE_PERIOD_BEFORE_LAST_ISOLATE(c -> true, Property.NO_UPDATE_LOST, Property.USE_AFTER_FREE),
    /** Begin overlooks pins. */
    BEGIN_WITH_PINS(c -> true, MutatedProtocols.BeginWithPins::new, Property.NO_UPDATE_LOST, Property.USE_AFTER_FREE),
    /** A writer treats an isolated page as a present one. */
    UNPINNED_WRITER(c -> true, Property.NO_UPDATE_LOST),
    /** EXCLUSIVE, and a reader treats an isolated page as a present one. */
    UNPINNED_READER(Combination::exclusive, Property.USE_AFTER_FREE),
    /** READ_THROUGH, and the old frame is free at commit. */
    EARLY_RECYCLING(c -> !c.exclusive(), Property.USE_AFTER_FREE),
    /** Commit does not look whether an accessor cancelled. */
    COMMIT_AFTER_CANCEL(Combination::anyCancels, MutatedProtocols.CommitAfterCancel::new, Property.NO_UPDATE_LOST,
        Property.USE_AFTER_FREE),
    /** Put back makes the entry plain. */
    PUT_BACK_DROPS_PINS(c -> true, MutatedProtocols.PutBackDropsPins::new, Property.LEGAL_TRANSITIONS),
    /** A waiter parks without looking again after it was registered. */
    LOST_WAKE_UP(Combination::anyWaits, Property.NO_DEADLOCK),
    /** A waiter waits for isolated pages too, and so inside the section that the grace period waits for. */
    WAIT_ON_ISOLATED(Combination::anyWaits, Property.NO_DEADLOCK),
    /** The same without parking: what Karim Manaouil's readers did. */
    SPIN_ON_ISOLATED(c -> !c.anyCancels(), Property.END_IN_REACH),
    /** With a page in MIGRATING, the migrator waits for the pins of the batch's others, whose holder may wait for that page. */
    WAIT_WITH_PIN_ON_SAME_BATCH(c -> true, Property.NO_WAIT_IN_MIGRATING),
    /** The place of a page in the fold is not counted as taken. */
    OVERLAPPING_PLACES(c -> true, Property.NO_OVERLAP),

    /** A writer is let into a sealed page. */
    WRITER_LET_IN(c -> true, Property.NO_UPDATE_LOST),
    /** The old frame of a sealed page is free when the page is replaced. */
    EARLY_RECYCLING_OF_SEALED(c -> true, Property.USE_AFTER_FREE),
    /** A section that has read a page reads it again at the same address, as if that were a single access. */
    REUSED_TRANSLATION(c -> !c.exclusive(), Property.READS_LINEARIZABLE),
    /** A section ends without its unpin. */
    LEFT_PIN(c -> true, Property.TIDY_END);

    private final Predicate<Combination> concerns;
    private final Function<PageTable, Protocol> protocol;
    private final Set<Property> broken;

    Mutation(Predicate<Combination> concerns, Property... broken) {
        this(concerns, Protocol::new, broken);
    }

    Mutation(Predicate<Combination> concerns, Function<PageTable, Protocol> protocol, Property... broken) {
        this.concerns = concerns;
        this.protocol = protocol;
        this.broken = EnumSet.noneOf(Property.class);
        this.broken.addAll(Set.of(broken));
    }

    /** Whether it is a bug for such a heap. */
    boolean concerns(Combination combination) {
        return concerns.test(combination);
    }

    /** Where it is looked for. */
    Scene scene() {
        return switch (this) {
            case GRACE_PERIOD_BEFORE_LAST_ISOLATE, WAIT_WITH_PIN_ON_SAME_BATCH, OVERLAPPING_PLACES -> Scene.TWO_FOLDS;
            case WRITER_LET_IN, EARLY_RECYCLING_OF_SEALED -> Scene.SEALED;
            default -> Scene.MOVE_AND_FOLD;
        };
    }

    /** The real protocol, or one with the bug in a method. */
    Protocol protocol(PageTable table) {
        return protocol.apply(table);
    }

    /** Which of the properties may be the first to be broken. */
    Set<Property> broken() {
        return broken;
    }
}
