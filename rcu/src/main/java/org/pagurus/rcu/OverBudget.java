package org.pagurus.rcu;

/**
 * What happens to a {@code defer} that would let more wait for grace periods than {@link RcuBuilder#budget} allows.
 * <p>
 * There is no queue for room: a thread that comes later may get it, and a callback with many bytes waits until few enough wait.
 * <p>
 * BLOCK and RUN_INLINE wait outside sections only. Inside a section by a {@link Reader} of this domain or of a strict one, and
 * inside a callback, waiting could be for oneself: there the callback is taken in over the budget, and counted
 * ({@link RcuStats#overBudgetAdmitted()}). So the budget holds but for what the open sections defer. A section opened by ticket
 * is not seen: whoever defers inside one must use REJECT, or wait for himself when the budget is used up. Nor are callbacks of
 * other domains: two domains whose callbacks wait for room in each other can wait for each other.
 */
public enum OverBudget {
    /**
     * The caller waits until the {@link RcuDriver} has made room; an interrupt does not end that wait. Where none runs, or on the
     * driver's own thread, the caller does its work, as with RUN_INLINE.
     */
    BLOCK,
    /** The caller gets a {@link java.util.concurrent.RejectedExecutionException}, and nothing is deferred. Bounds everything. */
    REJECT,
    /** The caller drives grace periods and runs callbacks, anybody's, until there is room. */
    RUN_INLINE
}
