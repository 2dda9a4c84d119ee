package org.pagurus.rcu;

import org.pagurus.rcu.internal.callbacks.Budget;
import org.pagurus.rcu.internal.callbacks.CallbackQueue;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.grace.Waiting;

/** What one domain consists of. */
record DomainParts(FenceChoice fence, GracePeriods gracePeriods, Waiting waiting, CallbackQueue callbacks, Budget budget,
        OverBudget overBudget) {
    String domain() {
        return "RcuDomain[" + gracePeriods.registry().domain() + "]";
    }
}
