package org.pagurus.allocator.internal.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Objects by a small number, from 1. Looking one up takes no lock; adding and removing take a short one. Ids are reused
 * oldest first, so that a stale pointer meets an absent page for as long as possible.
 *
 * @param <T> what is numbered
 */
public final class IdTable<T> {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final int INITIAL_LENGTH = 64;
    /** A free id rests until this many others are free too, unless the table is full. */
    private static final int REST = 32;

    private final int limit;
    private final ArrayDeque<Integer> freeIds = new ArrayDeque<>();
    private volatile Object[] elements = new Object[INITIAL_LENGTH];
    private int end = 1;
    private int size;

    /**
     * Creates an empty table.
     *
     * @param limit ids are below this
     */
    public IdTable(int limit) {
        this.limit = limit;
    }

    /** Takes an id, or 0 if all are in use. */
    public synchronized int reserve() {
        if (end < limit && freeIds.size() <= REST) {
            return end++;
        }
        Integer id = freeIds.poll();
        return id == null ? 0 : id;
    }

    /** Puts the element for a reserved id. Release: whoever learns the id from this thread finds the element whole. */
    public synchronized void put(int id, T element) {
        Object[] current = elements;
        if (id >= current.length) {
            current = Arrays.copyOf(current, Math.max(id + 1, current.length + (current.length >> 1)));
            elements = current;
        }
        ELEMENT.setRelease(current, id, element);
        size++;
    }

    /** Removes the element, if there is one, and frees the id. */
    public synchronized void remove(int id) {
        Object[] current = elements;
        if (id < current.length && current[id] != null) {
            ELEMENT.setRelease(current, id, null);
            size--;
        }
        freeIds.add(id);
    }

    /** The element, or null. Acquire. */
    @SuppressWarnings("unchecked")
    public T get(int id) {
        Object[] current = elements;
        return id >= 0 && id < current.length ? (T) ELEMENT.getAcquire(current, id) : null;
    }

    /** Ids ever used are below this. */
    public synchronized int end() {
        return end;
    }

    /** How many elements there are. */
    public synchronized int size() {
        return size;
    }

    /** Java heap bytes of the table itself, estimated with 4-byte references. */
    public synchronized long estimatedBytes() {
        return 16 + 4L * elements.length + 24L * freeIds.size();
    }
}
