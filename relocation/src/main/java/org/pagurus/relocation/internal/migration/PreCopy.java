package org.pagurus.relocation.internal.migration;

import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.protocol.CardTable;
import org.pagurus.relocation.internal.protocol.DirtyCards;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * The copy of a page above 1 MiB, made for the most part while writers go on, as a virtual machine is moved live: first
 * everything, then what was written meanwhile, for a few rounds; the migration entry covers the rest alone. {@link DirtyCards}
 * says why nothing is lost. As pre-copy in "Live Migration of Virtual Machines", Clark and others, NSDI 2005.
 *
 * <p>The first round copies all cards and takes no marks; so it needs no page without pins: what is written during it stays
 * marked. The grace period of the batch is over by then, so that each writer has pinned, or has ended.
 */
final class PreCopy {
    /** Cards copied between two looks at the clock: 64 KiB. */
    private static final int PIECE_CARDS = 16;
    /** Rounds before the first {@code begin}, the one over everything included; each further attempt may make one more. */
    private static final int MAX_ROUNDS = 5;
    /** So little is left for the migration entry: about a microsecond. */
    private static final int FEW_CARDS = 2;
    /** Looks at the pins between two looks at the clock: some microseconds. */
    private static final int LOOKS = 100;
    /** So many times, before an attempt is lost to pins: a small part of the time that the copy has taken. */
    private static final int MAX_WAITS = 40;

    /** What follows a step. */
    enum Next { COPY, BEGIN, GIVE_UP }

    private final Protocol protocol;
    private final Page page;
    private final DirtyCards cards;
    private final long source;
    private final long target;
    private final long bytes;
    /** Cards to copy. Between rounds, those taken of which the writers may still be at work. */
    private final long[] dirty;
    private boolean copying = true;
    private int next;
    private int rounds;
    private int roundLimit = MAX_ROUNDS;
    private int dirtyBefore;
    private int waits;
    private long copiedBytes;

    private PreCopy(Protocol protocol, Page page, DirtyCards cards, Run to) {
        this.protocol = protocol;
        this.page = page;
        this.cards = cards;
        this.source = page.run().address();
        this.target = to.address();
        this.bytes = to.usedBytes();
        this.dirty = cards.all();
        this.dirtyBefore = cards.count();
    }

    /**
     * Opens the cards of a page that is about to be isolated.
     *
     * @return null if the page is too small, or moves without
     */
    static PreCopy tryOpen(Protocol protocol, Page page, Run to) {
        if (!CardTable.covers(page.sizeClass())) {
            return null;
        }
        DirtyCards cards = protocol.cards().tryOpen(page.id(), to.usedBytes());
        if (cards == null) {
            return null;
        }
        try {
            return new PreCopy(protocol, page, cards, to);
        } catch (Throwable e) {
            protocol.cards().close(cards);
            throw e;
        }
    }

    /**
     * After the grace period: copies one piece, or waits some microseconds for a moment without pins.
     *
     * @return what is next: another step, {@code begin}, before which all of the target was written once, or neither, because an
     *     accessor has put the page back or keeps it for long. After a failed attempt it goes on with what that has left
     */
    Next goOn() {
        if (!protocol.isIsolated(page.id()) || page.isPinned()) {
            return Next.GIVE_UP;
        }
        if (copying) {
            copyCards(PIECE_CARDS);
            if (next < cards.count()) {
                return Next.COPY;
            }
            copying = false;
            rounds++;
        }
        // In this order: see DirtyCards.
        cards.takeInto(dirty);
        boolean unpinned = seesNoPins();
        if (!unpinned && ++waits < MAX_WAITS) {
            return Next.COPY;
        }
        waits = 0;
        int count = count();
        // No further round if little is left, or if writers are as fast as the copy.
        if (!unpinned || count <= FEW_CARDS || rounds >= roundLimit || count > dirtyBefore - dirtyBefore / 4) {
            roundLimit = rounds + 1;
            dirtyBefore = Integer.MAX_VALUE;
            return Next.BEGIN;
        }
        dirtyBefore = count;
        next = 0;
        copying = true;
        return Next.COPY;
    }

    private boolean seesNoPins() {
        for (int i = 0; i < LOOKS; i++) {
            if (protocol.isUnpinned(page.id())) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /**
     * Under the migration entry: copies what is dirty. Allocates nothing. Nothing is forgotten: a writer may have cancelled and
     * marked before the take, and write during the copy.
     */
    void copyRest() {
        cards.takeInto(dirty);
        for (int first = firstDirty(0); first < cards.count();) {
            int end = firstClean(first, cards.count());
            copyRange(first, end);
            first = firstDirty(end);
        }
    }

    /** Copies dirty cards and forgets them, until so many are copied or none is left. */
    private void copyCards(int most) {
        int left = most;
        next = firstDirty(next);
        while (left > 0 && next < cards.count()) {
            int end = firstClean(next, Math.min(cards.count(), next + left));
            copyRange(next, end);
            left -= end - next;
            for (int card = next; card < end; card++) {
                dirty[card >>> 6] &= ~(1L << card);
            }
            next = firstDirty(end);
        }
    }

    private void copyRange(int first, int end) {
        long from = (long) first << DirtyCards.CARD_SHIFT;
        long length = Math.min(bytes, (long) end << DirtyCards.CARD_SHIFT) - from;
        RawMemory.copy(source + from, target + from, length);
        copiedBytes += length;
    }

    /** The first dirty card at or behind a place; the number of cards if there is none. */
    private int firstDirty(int from) {
        int w = from >>> 6;
        if (w >= dirty.length) {
            return cards.count();
        }
        long word = dirty[w] & -1L << from;
        while (word == 0 && ++w < dirty.length) {
            word = dirty[w];
        }
        return word == 0 ? cards.count() : (w << 6) + Long.numberOfTrailingZeros(word);
    }

    /** The first clean card behind a dirty one, below a limit. */
    private int firstClean(int from, int limit) {
        int card = from + 1;
        while (card < limit && (dirty[card >>> 6] & 1L << card) != 0) {
            card++;
        }
        return card;
    }

    private int count() {
        int count = 0;
        for (long word : dirty) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** In all rounds and attempts. */
    long copiedBytes() {
        return copiedBytes;
    }

    /** The move is over. Idempotent. */
    void close() {
        protocol.cards().close(cards);
    }
}
