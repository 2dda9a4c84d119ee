package org.pagurus.relocation.torture;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.pagurus.allocator.PointerException;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapInside;

/** What the threads of one run share. */
final class Stage {
    private final TortureOptions options;
    private final HeapInside inside;
    private final Poison poison = new Poison(this);
    private final Sites sites;
    private final Board board;
    private final long beginNanos = System.nanoTime();
    private final AtomicReference<Finding> finding = new AtomicReference<>();
    private final AtomicLong stamps = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong hotSite = new AtomicLong();
    private volatile boolean over;

    Stage(TortureOptions options) {
        this.options = options;
        this.inside = options.build(poison);
        this.sites = new Sites(this);
        this.board = new Board(this);
    }

    TortureOptions options() {
        return options;
    }

    HeapInside inside() {
        return inside;
    }

    Heap heap() {
        return inside.heap();
    }

    Sites sites() {
        return sites;
    }

    Board board() {
        return board;
    }

    Poison poison() {
        return poison;
    }

    /**
     * In a section that has taken an address of an object, and will use it again: now and then it sleeps, and lets the mover know
     * that this page should move now.
     */
    void holdAddress(SplittableRandom random, long pointer) {
        if (Delays.sleepsWithAddress(random)) {
            held.setOpaque(pointer);
            Delays.withAddress(random);
            held.setOpaque(0);
        }
    }

    /** An object whose address somebody holds now, and sleeps; or 0. In no order with anything. */
    long heldPointer() {
        return held.getOpaque();
    }

    /** The site at which all meet. */
    int hotSite() {
        return (int) hotSite.getOpaque();
    }

    void makeHot(int site) {
        hotSite.setOpaque(site);
    }

    /** A stamp that no object had before. */
    long newStamp() {
        return Words.mix(stamps.incrementAndGet());
    }

    long elapsedNanos() {
        return System.nanoTime() - beginNanos;
    }

    // ---- rounds ----

    /** Whether the threads shall come to their end: the round is over, or something was found. */
    boolean isOver() {
        return over;
    }

    void beginRound() {
        over = finding.get() != null;
    }

    void endRound() {
        over = true;
    }

    // ---- findings ----

    /** Ends the run, unless something was found already. */
    void report(Finding.Kind kind, String text) {
        finding.compareAndSet(null, new Finding(kind, text, elapsedNanos()));
        over = true;
    }

    /** What a thread threw. */
    void reportThrown(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        report(isOfTheHeap(thrown) ? Finding.Kind.REFUSED : Finding.Kind.ERROR,
            "thread=" + Thread.currentThread().getName() + " ended with " + trace.toString().strip());
    }

    private static boolean isOfTheHeap(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown instanceof PointerException || thrown instanceof IllegalStateException && trace.length > 0
            && (trace[0].getClassName().startsWith("org.pagurus.allocator.internal.")
                || trace[0].getClassName().startsWith("org.pagurus.relocation.internal."));
    }

    /** Null if nothing was found. */
    Finding finding() {
        return finding.get();
    }
}
