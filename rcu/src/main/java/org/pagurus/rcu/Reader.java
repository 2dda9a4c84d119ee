package org.pagurus.rcu;

import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.readers.ReaderSlot;

/**
 * One thread's means to open read-side critical sections ("sections") of one {@link RcuDomain}.
 * <pre>
 *   reader.enter();
 *   try {
 *       Node node = (Node) HEAD.getAcquire(list);   // valid until exit: no grace period that
 *       use(node);                                  // starts from now on ends before it
 *   } finally {
 *       reader.exit();
 *   }
 * </pre>
 * <b>Threads.</b> Only the thread that registered the reader may call its methods. {@code enter} and {@code exit} do not check
 * this, for speed; a foreign call breaks the guarantee of the whole domain. A thread may have several readers, of one domain or
 * of several. When a thread terminates, its readers are reclaimed, even inside a section.
 * <p>
 * <b>Order.</b> With {@link Fence#FULL}, {@link #enter()} is a full fence when it opens the outermost section: no access of the
 * section moves in front of it. With {@link Fence#ASYMMETRIC} it is none, and only the guarantee of the domain holds.
 * {@link #exit()} is a release: no access of the section moves behind it.
 * <p>
 * <b>Cost.</b> Both are wait-free and allocate nothing. The outermost enter is one load, two stores and one full fence if the
 * domain has it, the outermost exit is two stores; a nested one is one store. About 300 bytes of heap for each reader, because
 * of padding.
 */
public final class Reader extends ReaderSlot implements AutoCloseable {
    Reader(final PaddedLong epoch, final ReaderRegistry registry, final boolean fenced, final boolean strict) {
        super(epoch, registry, fenced, strict);
    }

    /**
     * Opens a section, or nests one more into the open section. Never blocks, never loops, never allocates.
     *
     * @throws IllegalStateException if this reader is closed, or was reclaimed because its thread terminated
     */
    public void enter() {
        open();
    }

    /**
     * Closes the innermost section. Closing the outermost one ends this reader's claim on everything it found inside.
     *
     * @throws IllegalStateException if no section is open
     */
    public void exit() {
        shut();
    }

    /**
     * Returns whether a section is open.
     *
     * @return true between the outermost {@link #enter()} and its {@link #exit()}
     */
    public boolean inSection() {
        return depth() > 0;
    }

    /**
     * Returns how many sections are open, one inside the other.
     *
     * @return 0 or more; 0 for a closed reader
     */
    public int nesting() {
        return (int) Math.max(0, Math.min(depth(), Integer.MAX_VALUE));
    }

    /**
     * Unregisters this reader. Does nothing if it is already closed or reclaimed. Cost: in proportion to the number of
     * registered readers, under a short lock.
     *
     * @throws IllegalStateException if a section is open, or if another thread owns this reader and is still alive
     */
    @Override
    public void close() {
        unregister();
    }
}
