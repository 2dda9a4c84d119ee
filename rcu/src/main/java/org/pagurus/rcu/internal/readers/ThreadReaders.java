package org.pagurus.rcu.internal.readers;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The readers of the calling thread, in all domains: what a wait looks at, so that it can refuse to deadlock. Sections cost
 * nothing for it: a reader knows for itself whether one is open.
 */
public final class ThreadReaders {
    /** Weak, so that a thread that lives long keeps no forgotten domain alive. */
    private static final ThreadLocal<List<WeakReference<ReaderSlot>>> OWN = new ThreadLocal<>();

    private ThreadReaders() {
    }

    /** Whether the calling thread is inside a section of this registry's domain, by any of its readers. */
    public static boolean isInSection(final ReaderRegistry registry) {
        for (final WeakReference<ReaderSlot> reference : own()) {
            final ReaderSlot slot = reference.get();
            if (slot != null && slot.registry() == registry && slot.depth() > 0) {
                return true;
            }
        }
        return false;
    }

    /** The name of a domain that the calling thread is inside a strict section of, or null. */
    public static String strictSection() {
        for (final WeakReference<ReaderSlot> reference : own()) {
            final ReaderSlot slot = reference.get();
            if (slot != null && slot.isStrict() && slot.depth() > 0) {
                return slot.registry().domain();
            }
        }
        return null;
    }

    /** Notes a new reader of the calling thread. */
    static void add(final ReaderSlot slot) {
        final List<WeakReference<ReaderSlot>> own = new ArrayList<>(own());
        own.removeIf(reference -> reference.get() == null);
        own.add(new WeakReference<>(slot));
        OWN.set(own);
    }

    /** Forgets a reader of the calling thread. */
    static void remove(final ReaderSlot slot) {
        final List<WeakReference<ReaderSlot>> own = new ArrayList<>(own());
        own.removeIf(reference -> reference.get() == null || reference.get() == slot);
        if (own.isEmpty()) {
            OWN.remove();
        } else {
            OWN.set(own);
        }
    }

    /** Nothing is stored for a thread that only asks. */
    private static List<WeakReference<ReaderSlot>> own() {
        final List<WeakReference<ReaderSlot>> own = OWN.get();
        return own == null ? List.of() : own;
    }
}
