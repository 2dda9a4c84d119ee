package org.pagurus.bench.jmh;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.OverBudget;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.Reader;

/**
 * One deferred callback: handing it over, its share of the grace periods, and running it. A thousand are deferred and then
 * polled, or run by a driver on a thread of its own, which the deferring thread may be 64,000 ahead of. The floor is a queue of
 * Agrona's with many producers and one consumer, of fixed length and without grace periods; the peer is the JDK's queue.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RcuDeferBenchmark {
    private static final int CALLBACKS = 1000;
    private static final int MAX_AHEAD = 64_000;

    /** What every callback does. Run by one thread at a time; its caller orders one run before the next. */
    private static final class Counter implements LongConsumer {
        private long ran;
        private long sum;

        @Override
        public void accept(long argument) {
            ran++;
            sum += argument;
        }

        void check(long deferred) {
            if (ran != deferred || sum != deferred / CALLBACKS * ((CALLBACKS - 1L) * CALLBACKS / 2)) {
                throw new IllegalStateException("callbacks were lost: deferred=" + deferred + ", ran=" + ran + ", sum=" + sum);
            }
        }
    }

    /** A domain that the deferring thread polls. */
    @State(Scope.Thread)
    public static class Polled {
        @Param({"FULL", "ASYMMETRIC"})
        Fence fence;
        /** How many idle readers are registered. */
        @Param({"0", "1"})
        int readers;

        private final Counter counter = new Counter();
        private long deferred;
        private RcuDomain domain;
        private Reader reader;

        @Setup(Level.Iteration)
        public void start() {
            domain = RcuDomain.builder().fence(fence).strict();
            reader = readers == 0 ? null : domain.register();
        }

        @TearDown(Level.Iteration)
        public void stop() {
            if (reader != null) {
                reader.close();
            }
            domain.close();
            counter.check(deferred);
        }
    }

    /** A domain with a driver. */
    @State(Scope.Thread)
    public static class Driven {
        @Param({"FULL", "ASYMMETRIC"})
        Fence fence;

        private final Counter counter = new Counter();
        private long deferred;
        private RcuDomain domain;
        private AgentRunner runner;

        @Setup(Level.Iteration)
        public void start() {
            domain = RcuDomain.builder().fence(fence).budget(MAX_AHEAD, Long.MAX_VALUE, OverBudget.BLOCK).strict();
            runner = new AgentRunner(new BackoffIdleStrategy(), failure -> { }, null, domain.driver());
            AgentRunner.startOnThread(runner);
        }

        @TearDown(Level.Iteration)
        public void stop() {
            domain.barrier();
            runner.close();
            domain.close();
            counter.check(deferred);
        }
    }

    /** A queue alone. */
    @State(Scope.Thread)
    public static class Queued {
        private final Queue<LongConsumer> arrayQueue = new ManyToOneConcurrentArrayQueue<>(CALLBACKS);
        private final Queue<LongConsumer> linkedQueue = new ConcurrentLinkedQueue<>();
        private final Counter counter = new Counter();
        private long deferred;

        @TearDown(Level.Iteration)
        public void stop() {
            counter.check(deferred);
        }
    }

    @Benchmark
    @OperationsPerInvocation(CALLBACKS)
    public void rawDefer(Queued state) {
        passThrough(state.arrayQueue, state);
    }

    @Benchmark
    @OperationsPerInvocation(CALLBACKS)
    public void peerDeferLinkedQueue(Queued state) {
        passThrough(state.linkedQueue, state);
    }

    private static void passThrough(Queue<LongConsumer> queue, Queued state) {
        for (int i = 0; i < CALLBACKS; i++) {
            queue.offer(state.counter);
        }
        state.deferred += CALLBACKS;
        long argument = 0;
        for (LongConsumer next = queue.poll(); next != null; next = queue.poll()) {
            next.accept(argument++);
        }
    }

    @Benchmark
    @OperationsPerInvocation(CALLBACKS)
    public void pagurusDeferPolled(Polled state) {
        for (int i = 0; i < CALLBACKS; i++) {
            state.domain.defer(state.counter, i);
        }
        state.deferred += CALLBACKS;
        int ran = 0;
        while (ran < CALLBACKS) {
            ran += state.domain.poll();
        }
    }

    @Benchmark
    @OperationsPerInvocation(CALLBACKS)
    public void pagurusDeferDriven(Driven state) {
        for (int i = 0; i < CALLBACKS; i++) {
            state.domain.defer(state.counter, i);
        }
        state.deferred += CALLBACKS;
    }
}
