package org.pagurus.relocation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.StallReport;
import org.pagurus.relocation.internal.access.AccessCounts;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.migration.HeapVerifier;
import org.pagurus.relocation.internal.migration.MigrationCounters;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.space.Census;
import org.pagurus.relocation.internal.space.PinTable;
import org.pagurus.relocation.internal.space.Space;

/**
 * An off-heap heap whose pages move while they are in use. Thread-safe; each thread works through a {@link Session} of its
 * own.
 *
 * <pre>{@code
 *   try (Heap heap = Heap.builder().capacity(1L << 30).build()) {
 *       heap.startCompactor();
 *       Session session = heap.openSession();
 *       ...
 *   }
 * }</pre>
 *
 * <p>The capacity is address space, reserved at once; memory is taken from the OS when it is first touched, and given back
 * when frames have been free for a while. Needs the JVM flag {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED}.
 */
public final class Heap implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_NANOS = 10_000_000_000L;
    private static final long SETTLE_NANOS = 5_000_000_000L;

    private final RcuDomain domain;
    private final Space space;
    private final Compactor compactor;
    private final AccessMode mode;
    private final List<Session> sessions = new ArrayList<>();
    private final ThreadLocal<Session> ownSession = new ThreadLocal<>();
    private final AtomicLong closedSessionsBytes = new AtomicLong();
    private long closedSessionsTurnover;
    private AccessCounts closedSessionsCounts = AccessCounts.NONE;
    private int nextSessionId = 1;
    private AgentRunner runner;
    private boolean unmapped;
    private final AtomicLong backgroundErrors = new AtomicLong();
    private volatile Throwable lastBackgroundError;

    Heap(HeapBuilder settings, Assembly assembly) {
        this.domain = assembly.rcu(settings).strict();
        domain.onStall(settings.stallListener());
        domain.onCallbackFailure(this::report);
        this.space = assembly.space(settings, domain);
        this.mode = settings.accessMode();
        this.compactor = new Compactor(this, space, settings, new Migrator(space, mode.exclusive()));
    }

    /**
     * Starts to describe a heap.
     *
     * @return a builder with the defaults
     */
    public static HeapBuilder builder() {
        return new HeapBuilder();
    }

    // ---- sessions ----

    /**
     * Opens a session for the calling thread.
     *
     * @return the session; the caller closes it
     * @throws IllegalStateException after close
     * @throws org.pagurus.allocator.OffHeapExhaustedException if a policy of the heap is FALLBACK, and there is no memory for the
     *                               session's reserve
     */
    public Session openSession() {
        requireOpen();
        if (compactor.lock().tryLock()) {
            try {
                takeOverDeadSessions();
            } finally {
                compactor.lock().unlock();
            }
        }
        Session session;
        synchronized (sessions) {
            session = new Session(this, space, nextSessionId++, mode);
            sessions.add(session);
        }
        try {
            session.reserveIfNeeded(mode);
        } catch (Throwable e) {
            session.close();
            throw e;
        }
        return session;
    }

    /**
     * The calling thread's own session, opened at the first call. It is taken over when its thread has ended.
     *
     * @return the session
     * @throws IllegalStateException after close
     */
    public Session session() {
        Session session = ownSession.get();
        if (session == null || session.isClosed()) {
            session = openSession();
            ownSession.set(session);
        }
        return session;
    }

    /** A session was closed: its counters are kept. */
    void forget(Session session) {
        synchronized (sessions) {
            if (sessions.remove(session)) {
                closedSessionsBytes.addAndGet(session.balanceBytes());
                closedSessionsTurnover += session.turnoverBytes();
                closedSessionsCounts = closedSessionsCounts.plus(session.accessCounts());
            }
        }
    }

    /** Under the compactor's lock: sessions of ended threads. All that those did happens before {@code isAlive} says so. */
    void takeOverDeadSessions() {
        if (space.isClosed()) {
            return;
        }
        List<Session> dead = null;
        synchronized (sessions) {
            for (int i = 0; i < sessions.size(); i++) {
                if (!sessions.get(i).thread().isAlive()) {
                    dead = dead == null ? new ArrayList<>() : dead;
                    dead.add(sessions.get(i));
                }
            }
        }
        if (dead != null) {
            dead.forEach(Session::takeOver);
        }
    }

    /**
     * Under the compactor's lock: by their ids, which sessions have not allocated since the last look. Closed ones too: an error
     * may have given a page back to a session that was closed meanwhile.
     */
    IntPredicate idleSessions() {
        Set<Integer> busy = new HashSet<>();
        int end;
        synchronized (sessions) {
            for (Session session : sessions) {
                if (!session.isIdle()) {
                    busy.add(session.id());
                }
            }
            end = nextSessionId;
        }
        return id -> id < end && !busy.contains(id);
    }

    // ---- compaction ----

    /**
     * The heap's compactor, for an invoker or a runner of the caller's. Do not also call {@link #startCompactor}.
     *
     * @return the agent
     */
    public Compactor compactor() {
        return compactor;
    }

    /**
     * Runs the compactor on a daemon thread of its own, until {@link #stopCompactor} or close. Idempotent.
     */
    public synchronized void startCompactor() {
        requireOpen();
        if (runner == null) {
            runner = new AgentRunner(new BackoffIdleStrategy(0, 50, 20_000L, 500_000L), this::report, null, compactor);
            Thread thread = new Thread(runner, compactor.roleName());
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** An error in the background: the heap goes on; it is counted, verify() names it, and the default handler learns of it. */
    void report(Throwable error) {
        backgroundErrors.incrementAndGet();
        lastBackgroundError = error;
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler != null) {
            handler.uncaughtException(Thread.currentThread(), error);
        }
    }

    /**
     * Stops the compactor's thread, between two slices. A batch under way stays isolated until someone works on it again.
     */
    public synchronized void stopCompactor() {
        if (runner != null) {
            runner.close();
            runner = null;
        }
    }

    // ---- watching ----

    /** Slot bytes in use. */
    long liveBytes() {
        synchronized (sessions) {
            long live = closedSessionsBytes.get();
            for (Session session : sessions) {
                live += session.balanceBytes();
            }
            return live;
        }
    }

    /** Slot bytes allocated and slot bytes freed so far, added up. */
    long turnoverBytes() {
        synchronized (sessions) {
            long turnover = closedSessionsTurnover;
            for (Session session : sessions) {
                turnover += session.turnoverBytes();
            }
            return turnover;
        }
    }

    /**
     * What the heap holds and has done. Cost: a look at each page, and one byte from the kernel for each OS page of the
     * capacity.
     *
     * @return the figures
     * @throws IllegalStateException after close, or inside a section of the calling thread
     */
    public HeapStats stats() {
        return whileMapped(() -> {
            Frames frames = space.frames();
            Census census = Census.of(space);
            long freeBytes = (long) frames.freeFrames() << FrameLayout.FRAME_SHIFT;
            long freeResidentBytes = (long) frames.dirtyFrames() << FrameLayout.FRAME_SHIFT;
            long waitingBytes = space.waitingFrames() << FrameLayout.FRAME_SHIFT;
            long tableBytes = space.table().residentBytes();
            MigrationCounters moved = compactor.migrator().counters();
            AccessCounts accesses;
            int open;
            long sessionBytes;
            synchronized (sessions) {
                sessionBytes = sessions.stream().mapToLong(Session::estimatedBytes).sum();
                accesses = sessions.stream().map(Session::accessCounts)
                    .reduce(closedSessionsCounts, AccessCounts::plus);
                open = sessions.size();
            }
            return new HeapStats(frames.capacityBytes(), liveBytes(), census.usedBytes() + freeResidentBytes + waitingBytes,
                census.usedBytes(), waitingBytes, freeBytes, frames.residentBytes() + space.huge().residentBytes() + tableBytes,
                tableBytes + census.objectBytes() + sessionBytes, census.pages(), census.foldedPages(), open,
                moved.pagesMigrated(), moved.pagesFolded(), moved.pagesReplaced(), moved.cancelled(), moved.putBack(),
                accesses.pins(), moved.bytesCopied(), frames.releasedBytes(), domain.stats().gracePeriodsStarted(),
                census.hugePages(), census.hugeBytes(), space.pins().size(), census.pinnedPages(), census.unmovablePages(),
                census.sealedPages(), frames.hugePageRegions(), accesses.waits(), accesses.retries(), accesses.snapshots(),
                accesses.buffered(), accesses.exhausted());
        });
    }

    /**
     * How full every frame is, for drawings.
     *
     * @return a snapshot
     * @throws IllegalStateException after close, or inside a section of the calling thread
     */
    public RegionMap regionMap() {
        return whileMapped(() -> {
            Census census = Census.of(space);
            return new RegionMap(census.fullness(), census.folded(), census.hugeBytes());
        });
    }

    /**
     * Walks the whole heap and checks its invariants and its byte accounting. The caller sees to it that no session allocates
     * or frees meanwhile; the compactor is held off.
     *
     * @return one line for each broken invariant; empty if all is right
     * @throws IllegalStateException after close, or inside a section of the calling thread
     */
    public List<String> verify() {
        return whileMapped(() -> {
            if (!compactor.settle(System.nanoTime() + SETTLE_NANOS)) {
                return List.of("a migration is under way that a long section holds up: " + holders());
            }
            List<String> problems = HeapVerifier.verify(space, liveBytes());
            if (backgroundErrors.get() > 0) {
                problems.add("errors in the background: " + backgroundErrors + ", the last one " + lastBackgroundError);
            }
            return problems;
        });
    }

    private <T> T whileMapped(java.util.function.Supplier<T> action) {
        refuseInSection("a look at the heap");
        ReentrantLock lock = compactor.lock();
        lock.lock();
        try {
            requireOpen();
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Refuses what takes the compactor's lock: its holder may be waiting for the end of the caller's section, or for
     * a section of this heap whose thread waits for the caller's section of another one.
     *
     * @param what the call, for the message
     */
    void refuseInSection(String what) {
        if (!domain.mayWait()) {
            throw new IllegalStateException(what + " inside a section of this thread, of this heap or of another domain, or"
                + " inside a callback, could wait for itself; call exit() first");
        }
    }

    private List<StallReport.Holder> holders() {
        return domain.holders(domain.startGracePeriod());
    }

    Space space() {
        return space;
    }

    void requireOpen() {
        if (space.isClosed()) {
            throw new IllegalStateException("the heap is closed");
        }
    }

    // ---- closing ----

    /**
     * Closes the heap: no section may begin any more, running ones are waited for, 10 s at most, then its memory is unmapped.
     * Idempotent.
     *
     * @throws IllegalStateException inside a section of the calling thread; or if objects are pinned, which native code may be
     *                               using: the heap then stays as it is; or if sections are still open after that time, naming
     *                               their threads: nothing is unmapped, and close may be called again
     */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT_NANOS);
    }

    /**
     * As {@link #close()} with another limit.
     *
     * @param timeoutNanos how long to wait for sections
     */
    public void close(long timeoutNanos) {
        refuseInSection("close");
        stopCompactor();
        compactor.lock().lock();
        try {
            if (unmapped) {
                return;
            }
            refusePins("unpin them first; the heap stays open");
            space.markClosed();
            if (!domain.synchronize(timeoutNanos)) {
                throw new IllegalStateException("heap not closed: sections still open after " + timeoutNanos / 1_000_000 + " ms: "
                    + holders());
            }
            // Sections that were open a moment ago may have pinned; none can now.
            refusePins("unpin them and close again; nothing is unmapped");
            unmapped = true;
            space.unmap();
        } finally {
            compactor.lock().unlock();
        }
    }

    private void refusePins(String advice) {
        PinTable pins = space.pins();
        if (pins.size() > 0) {
            throw new IllegalStateException("heap not closed: " + pins.size() + " objects are pinned (" + pins.toString(3) + "); "
                + advice);
        }
    }
}
