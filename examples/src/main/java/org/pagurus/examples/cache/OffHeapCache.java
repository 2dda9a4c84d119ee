package org.pagurus.examples.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * A cache whose values live off-heap, in pages that may move: Caffeine holds the keys, the policy and the weights, Pagurus
 * the bytes. Thread-safe; each thread works through its own {@link Heap#session()}. The package description says why it is safe.
 *
 * <p>A value's weight is its length in bytes. Values are immutable: {@code put} replaces the whole value. A read into a
 * buffer allocates nothing on the Java heap.
 *
 * @param <K> the keys' type, with {@code equals} and {@code hashCode}
 */
public final class OffHeapCache<K> implements AutoCloseable {
    /** {@link #getInto(Object, byte[])} and {@link #getInto(Object, ValueCopy)}: the key is not in the cache. */
    public static final int ABSENT = -1;

    private static final int EVICTED_PART = 16;

    private final ValueStore values;
    private final Cache<K, StoredValue> index;
    private final Policy.Eviction<K, StoredValue> eviction;
    private volatile boolean closed;

    /**
     * Creates an empty cache.
     *
     * @param heap           where the values go; it must stay open longer than the cache
     * @param maxWeightBytes values are evicted above this sum of lengths; 0 or more
     */
    public OffHeapCache(Heap heap, long maxWeightBytes) {
        this(heap, maxWeightBytes, Session::free);
    }

    /** With another way to free; tests seed a defect here. */
    OffHeapCache(Heap heap, long maxWeightBytes, ValueStore.Freeing freeing) {
        this.values = new ValueStore(Objects.requireNonNull(heap, "heap"), freeing);
        this.index = Caffeine.newBuilder()
            .maximumWeight(maxWeightBytes)
            .weigher((K key, StoredValue value) -> value.length())
            .executor(Runnable::run)
            .removalListener(this::unlinked)
            .build();
        this.eviction = index.policy().eviction().orElseThrow();
    }

    // ---- writing ----

    /**
     * Stores a copy of some bytes under a key; an older value of the key is replaced.
     *
     * @param key   the key
     * @param bytes the value, 1 GiB at most
     * @throws OffHeapExhaustedException if the heap has no room, even after some of the coldest values of other keys were
     *                                   evicted; nothing was stored, and the key's old value stays
     */
    public void put(K key, byte[] bytes) {
        put(key, bytes, 0, bytes.length);
    }

    /**
     * Stores a copy of a part of an array under a key; an older value of the key is replaced.
     *
     * @param key    the key
     * @param bytes  holds the value
     * @param offset its first byte
     * @param length bytes, 0 to 1 GiB
     * @throws OffHeapExhaustedException if the heap has no room, even after some of the coldest values of other keys were
     *                                   evicted; nothing was stored, and the key's old value stays
     */
    public void put(K key, byte[] bytes, int offset, int length) {
        Objects.requireNonNull(key, "key");
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        StoredValue value = store(key, bytes, offset, length);
        try {
            index.put(key, value);
        } catch (RuntimeException e) {
            // The key's own hashCode or equals: Caffeine asks them before it publishes.
            values.free(value);
            throw e;
        }
        // Either close() finds the value, or it has set the flag before this read.
        if (closed) {
            index.invalidate(key);
            requireOpen();
        }
    }

    private StoredValue store(K key, byte[] bytes, int offset, int length) {
        try {
            return values.store(bytes, offset, length);
        } catch (OffHeapExhaustedException e) {
            // What is evicted here would wait for the caller's own section.
            if (values.session().inSection()) {
                throw e;
            }
            evictColdest(key, length);
            return values.store(bytes, offset, length);
        }
    }

    /**
     * Makes room, scattered over the heap; the allocation that follows compacts it. The key that is put keeps its old value, in
     * case that the second try fails too.
     */
    private void evictColdest(K key, int length) {
        long bytes = Math.max(2L * length, weightedSize() / EVICTED_PART);
        Set<K> coldest = new HashSet<>(eviction.coldestWeighted(bytes).keySet());
        coldest.remove(key);
        index.invalidateAll(coldest);
    }

    /**
     * Removes a key with its value.
     *
     * @param key the key
     * @return whether there was a value
     */
    public boolean remove(K key) {
        return index.asMap().remove(key) != null;
    }

    /** Caffeine's removal listener: the value is unlinked, so no section that begins from now on can find it. */
    private void unlinked(K key, StoredValue value, RemovalCause cause) {
        values.free(value);
    }

    // ---- reading: enter first, then look up ----

    /**
     * A copy of a value.
     *
     * @param key the key
     * @return its bytes, or null
     */
    public byte[] get(K key) {
        Session session = values.session();
        session.enter();
        try {
            StoredValue value = index.getIfPresent(key);
            if (value == null) {
                return null;
            }
            byte[] bytes = new byte[value.length()];
            values.copy(value, bytes);
            return bytes;
        } finally {
            session.exit();
        }
    }

    /**
     * Copies a value into a buffer.
     *
     * @param key    the key
     * @param buffer where to, from index 0
     * @return the value's length, or {@link #ABSENT}; if it is more than the buffer's, nothing was copied
     */
    public int getInto(K key, byte[] buffer) {
        Session session = values.session();
        session.enter();
        try {
            StoredValue value = index.getIfPresent(key);
            if (value != null && value.length() <= buffer.length) {
                values.copy(value, buffer);
            }
            return lengthOf(value);
        } finally {
            session.exit();
        }
    }

    /**
     * Copies a value, with what is needed to check it after the section.
     *
     * @param key  the key
     * @param copy receives the bytes and the checksum
     * @return the value's length, or {@link #ABSENT}; the copy is then as it was
     */
    public int getInto(K key, ValueCopy copy) {
        Session session = values.session();
        session.enter();
        try {
            StoredValue value = index.getIfPresent(key);
            if (value != null) {
                values.copy(value, copy.prepare(value));
            }
            return lengthOf(value);
        } finally {
            session.exit();
        }
    }

    /**
     * Shows a value where it lies, without copying it.
     *
     * @param key    the key
     * @param reader is called once, inside the section, if there is a value; when it reads other keys of this cache, its own
     *               view is void
     * @return the value's length, or {@link #ABSENT}
     */
    public int read(K key, ValueReader reader) {
        Session session = values.session();
        session.enter();
        try {
            StoredValue value = index.getIfPresent(key);
            if (value != null) {
                values.read(value, reader);
            }
            return lengthOf(value);
        } finally {
            session.exit();
        }
    }

    private static int lengthOf(StoredValue value) {
        return value == null ? ABSENT : value.length();
    }

    // ---- watching and closing ----

    /**
     * Calls back for each key with the length of its value. Weakly consistent: what changes meanwhile may be seen or not.
     *
     * @param action what to do
     */
    public void forEach(ObjIntConsumer<? super K> action) {
        index.asMap().forEach((key, value) -> action.accept(key, value.length()));
    }

    /** Carries out evictions that are due; otherwise they are done soon, beside other calls. */
    public void cleanUp() {
        index.cleanUp();
    }

    /**
     * How many values there are.
     *
     * @return an estimate while others write or evictions are due
     */
    public long size() {
        return index.estimatedSize();
    }

    /**
     * What Caffeine counts against the limit.
     *
     * @return the sum of the lengths, in bytes, as of Caffeine's last housekeeping
     */
    public long weightedSize() {
        return eviction.weightedSize().orElseThrow();
    }

    /**
     * What the application asked for: the sum of the lengths of the values that are stored and not freed.
     *
     * @return bytes; an estimate while others write
     */
    public long liveBytes() {
        return values.liveBytes();
    }

    /** Removes and frees every value. */
    public void clear() {
        index.invalidateAll();
        index.cleanUp();
    }

    /** Clears the cache; from now on {@code put} is refused. Idempotent. The heap stays open. */
    @Override
    public void close() {
        closed = true;
        clear();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the cache is closed");
        }
    }
}
