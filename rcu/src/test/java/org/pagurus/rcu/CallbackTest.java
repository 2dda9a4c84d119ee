package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallbackTest {
    private final RcuDomain domain = RcuDomain.strict();
    private final List<Long> ran = new ArrayList<>();

    @Test
    void callbackRunsOnceAfterItsGracePeriodAndOnlyByPoll() {
        final Reader reader = domain.register();
        reader.enter();
        domain.defer(() -> ran.add(1L));
        assertEquals(0, domain.poll());
        reader.exit();
        assertEquals(List.of(), ran);
        assertEquals(1, domain.poll());
        assertEquals(List.of(1L), ran);
        assertEquals(0, domain.poll());
    }

    @Test
    void pollWithALimitStopsWhenItsTimeIsOverAndLosesNothing() {
        for (long i = 0; i < 200; i++) {
            domain.defer(0, ran::add, i);
        }
        assertEquals(1, domain.poll(0));
        assertEquals(1, domain.poll(-5));
        assertEquals(List.of(0L, 1L), ran);
        assertEquals(198, domain.poll(Long.MAX_VALUE - 1));
        assertEquals(200, ran.size());
        assertEquals(199L, ran.get(199));
    }

    @Test
    void laterSectionDoesNotHoldACallbackBack() {
        final Reader reader = domain.register();
        domain.defer(ran::add, 1);
        reader.enter();
        domain.defer(ran::add, 2);
        assertEquals(1, domain.poll());
        assertEquals(List.of(1L), ran);
        reader.exit();
        assertEquals(1, domain.poll());
        assertEquals(List.of(1L, 2L), ran);
    }

    @Test
    void callbacksRunInOrderOfDeferral() {
        final List<Long> expected = new ArrayList<>();
        for (long i = 0; i < 1_000; i++) {
            final long number = i;
            if (i % 3 == 0) {
                domain.defer(() -> ran.add(number));
            } else {
                domain.defer(ran::add, number);
            }
            expected.add(i);
        }
        assertEquals(1_000, domain.stats().deferredWaiting());
        assertEquals(1_000, domain.poll());
        assertEquals(expected, ran);
        assertEquals(1_000, domain.stats().callbacksRun());
        assertEquals(0, domain.stats().deferredWaiting());
    }

    @Test
    void nullCallbacksAreRefused() {
        assertThrows(NullPointerException.class, () -> domain.defer((Runnable) null));
        assertThrows(NullPointerException.class, () -> domain.defer(null, 1));
        assertEquals(0, domain.poll());
    }

    @Test
    void throwingCallbacksAreContainedCountedAndReported() {
        final List<Throwable> failures = new ArrayList<>();
        final Error error = new AssertionError("seeded");
        domain.onCallbackFailure(failures::add);
        domain.defer(ran::add, 1);
        domain.defer(() -> {
            throw error;
        });
        domain.defer(ran::add, 3);
        assertEquals(3, domain.poll());
        assertEquals(List.of(1L, 3L), ran);
        assertEquals(List.of(error), failures);
        assertEquals(1, domain.stats().callbacksThrown());
        assertEquals(3, domain.stats().callbacksRun());
    }

    @Test
    void failureWithoutHandlerOrWithAThrowingOneIsContainedToo() {
        final Runnable failing = () -> {
            throw new IllegalArgumentException("seeded");
        };
        domain.defer(failing);
        domain.barrier();
        domain.onCallbackFailure(failure -> {
            throw new IllegalStateException("handler");
        });
        domain.defer(failing);
        domain.defer(ran::add, 3);
        domain.barrier();
        assertEquals(List.of(3L), ran);
        assertEquals(2, domain.stats().callbacksThrown());
    }

    @Test
    void callbackMayDeferAnotherWhichWaitsForTheNextPoll() {
        domain.defer(() -> {
            domain.defer(ran::add, 2);
            domain.synchronize();
        });
        assertEquals(1, domain.poll(), "else a callback that defers itself could keep a poll from ending");
        assertEquals(List.of(), ran);
        assertEquals(1, domain.poll());
        assertEquals(List.of(2L), ran);
    }

    @Test
    void callbackMaySynchronizeAndPollingInsideItDoesNothing() {
        final AtomicInteger polled = new AtomicInteger(-1);
        domain.defer(() -> {
            domain.synchronize();
            domain.defer(ran::add, 1);
            polled.set(domain.poll());
        });
        assertEquals(1, domain.poll());
        assertEquals(0, polled.get());
        assertEquals(0, domain.stats().callbacksThrown());
    }

    @Test
    void barrierAndCloseInsideACallbackAreRefused() {
        final List<Throwable> failures = new ArrayList<>();
        domain.onCallbackFailure(failures::add);
        domain.defer(domain::barrier);
        domain.defer(domain::close);
        assertEquals(2, domain.poll());
        assertEquals(2, failures.size());
        failures.forEach(failure -> assertTrue(failure instanceof IllegalStateException, failure.toString()));
        domain.defer(ran::add, 1);
        domain.barrier();
        assertEquals(List.of(1L), ran);
    }

    @Test
    void barrierInsideASectionIsRefused() {
        final Reader reader = domain.register();
        reader.enter();
        assertThrows(IllegalStateException.class, domain::barrier);
        reader.exit();
        domain.barrier();
    }

    @Test
    void secondPollerReturnsAtOnceAndBarrierWaitsForTheFirst() throws InterruptedException {
        final CountDownLatch running = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicLong done = new AtomicLong();
        domain.defer(() -> {
            running.countDown();
            SectionHolder.await(goOn);
            done.incrementAndGet();
        });
        final Thread first = new Thread(domain::poll);
        first.start();
        running.await();
        final AtomicLong seenByEarly = new AtomicLong();
        final Thread early = new Thread(() -> {
            domain.barrier();
            seenByEarly.set(done.get());
        });
        early.start();
        early.join(50);
        assertTrue(early.isAlive(), "no callback waits, but one runs");
        domain.defer(done::addAndGet, 10);
        assertEquals(0, domain.poll());
        final AtomicLong seenByLate = new AtomicLong();
        final Thread late = new Thread(() -> {
            domain.barrier();
            seenByLate.set(done.get());
        });
        late.start();
        late.join(50);
        assertTrue(late.isAlive());
        goOn.countDown();
        early.join();
        late.join();
        first.join();
        assertTrue(seenByEarly.get() % 10 == 1, "seen=" + seenByEarly);
        assertEquals(11, seenByLate.get());
    }

    /** An object of both kinds runs as what it was deferred as. */
    @Test
    void theMethodThatDefersDecidesTheKind() {
        final class Both implements Runnable, LongConsumer {
            @Override
            public void run() {
                ran.add(-1L);
            }

            @Override
            public void accept(final long argument) {
                ran.add(argument);
            }
        }
        domain.defer(new Both(), 5);
        domain.defer(new Both());
        domain.barrier();
        assertEquals(List.of(5L, -1L), ran);
    }

    @Test
    void barrierCoversAllEarlierCallbacksOfAllThreads() throws InterruptedException {
        final int threads = 4;
        final int each = 5_000;
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            final Thread thread = new Thread(() -> {
                final AtomicLong counter = new AtomicLong();
                final LongConsumer action = counter::addAndGet;
                try {
                    for (int n = 1; n <= each; n++) {
                        domain.defer(action, 1);
                        if (n % 97 == 0) {
                            domain.barrier();
                            assertEquals(n, counter.get());
                        } else if (n % 13 == 0) {
                            domain.poll();
                        }
                    }
                    domain.barrier();
                    assertEquals(each, counter.get());
                } catch (final Throwable e) {
                    failure.compareAndSet(null, e);
                }
            });
            thread.start();
            started.add(thread);
        }
        for (final Thread thread : started) {
            thread.join();
        }
        assertNull(failure.get());
        assertEquals((long) threads * each, domain.stats().callbacksRun());
        assertFalse(Thread.interrupted());
    }

    /** Whatever it captured can be collected; the action of a number is kept, as it serves again. */
    @Test
    void aTaskThatHasRunIsNotKeptReachable() throws InterruptedException {
        Object captured = new Object();
        final WeakReference<Object> reference = new WeakReference<>(captured);
        deferHashOf(captured);
        captured = null;
        domain.barrier();
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(reference.get());
        assertEquals(1, ran.size());
    }

    private void deferHashOf(final Object captured) {
        domain.defer(() -> ran.add((long) captured.hashCode()));
    }

    @Test
    void theTimeOfABarrierIsUpBetweenCallbacks() throws InterruptedException {
        final int count = 40;
        for (int i = 0; i < count; i++) {
            domain.defer(() -> {
                ran.add(1L);
                SleepableDomainTest.sleep(30);
            });
        }
        assertFalse(domain.barrier(0));
        assertEquals(1, ran.size(), "without time, one is run");
        assertFalse(domain.barrier(1_000_000));
        // None, if this thread lost its processor for so long before it began.
        assertTrue(ran.size() <= 2, "the second exceeds the time, the third does not begin: ran=" + ran.size());
        final long beginNanos = System.nanoTime();
        assertFalse(domain.barrier(300_000_000));
        final long tookMillis = (System.nanoTime() - beginNanos) / 1_000_000;
        assertTrue(ran.size() <= 13, "ran=" + ran.size() + " tookMillis=" + tookMillis);
        domain.barrier();
        assertEquals(count, ran.size(), "what was taken and not run is run by the next poll");
    }

    /** The first begins when the second's is over: so nobody waits for a third. */
    @Test
    void theNextGracePeriodStartsWhenTheFirstIsOver() {
        final Reader reader = domain.register();
        domain.defer(() -> {
            // By now the second callback has its grace period, which this section does not hold back.
            reader.enter();
        });
        domain.defer(ran::add, 2);
        assertEquals(2, domain.poll());
        assertEquals(List.of(2L), ran);
        reader.exit();
    }
}
