package org.pagurus.bench.jmh;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.SleepableDomain;

/**
 * What all threads of a benchmark share: the value that they read, and what can guard it without a registration.
 */
@State(Scope.Benchmark)
public class Guards {
    final SleepableDomain sleepable = RcuDomain.sleepable();
    final StampedLock stampedLock = new StampedLock();
    final ReentrantReadWriteLock.ReadLock readLock = new ReentrantReadWriteLock().readLock();
    final AtomicLong references = new AtomicLong(1);
    long value = 1;
}
