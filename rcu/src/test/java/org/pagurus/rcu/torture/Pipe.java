package org.pagurus.rcu.torture;

import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The published elements, and those that wait for publication. What was retired is in the hands of the updater that did it.
 */
final class Pipe {
    private static final int CELLS = 4;
    private static final int ELEMENTS = 1 << 12;

    private final Element[] elements = new Element[ELEMENTS];
    private final AtomicReferenceArray<Element> cells = new AtomicReferenceArray<>(CELLS);
    private final ConcurrentLinkedQueue<Element> pool = new ConcurrentLinkedQueue<>();
    private final AtomicLong serials = new AtomicLong();

    Pipe() {
        for (int id = 0; id < ELEMENTS; id++) {
            elements[id] = new Element(id);
            pool.add(elements[id]);
        }
        for (int cell = 0; cell < CELLS; cell++) {
            final Element first = pool.remove();
            first.fill(serials.incrementAndGet());
            cells.setRelease(cell, first);
        }
    }

    /** Subscribes to some cell. Acquire: all of the element is seen as it was when it was published, or later. */
    Element find(final SplittableRandom random) {
        return cells.getAcquire(random.nextInt(CELLS));
    }

    Element element(final long id) {
        return elements[(int) id];
    }

    /** Publishes a fresh element in some cell and retires the one there, or returns null if no fresh one is left. */
    Element replace(final SplittableRandom random) {
        final Element fresh = pool.poll();
        if (fresh == null) {
            return null;
        }
        fresh.fill(serials.incrementAndGet());
        final Element old = cells.getAndSet(random.nextInt(CELLS), fresh);
        old.grow();
        return old;
    }

    /** A grace period has ended that began after the element got its age. Returns whether it has left the pipe. */
    boolean grow(final Element element) {
        if (element.grow() < Element.MAX_AGE) {
            return false;
        }
        pool.add(element);
        return true;
    }
}
