/**
 * A cache with its keys and its policy on the Java heap (Caffeine) and its values in a Pagurus heap.
 *
 * <pre>
 *   key -- Caffeine --&gt; StoredValue(pointer, length, checksum) -- ValueStore --&gt; bytes, which may move
 * </pre>
 *
 * <h2>Why no reader meets freed or half-written bytes</h2>
 * <ul>
 *   <li>A reader enters a section, <i>then</i> looks the key up, then reads, then exits.</li>
 *   <li>A writer allocates, fills, and <i>then</i> publishes by Caffeine's {@code put}, which is a volatile write: who finds
 *       the pointer also sees the bytes. Published bytes are never written again; a new value is a new allocation.</li>
 *   <li>Caffeine tells the removal listener about a value after it has unlinked it. The listener frees it then, and
 *       {@code free} takes effect after a grace period: a reader that found the pointer is in a section that began before, and
 *       is waited for.</li>
 * </ul>
 *
 * <h2>Why every value is freed exactly once</h2>
 * A {@link org.pagurus.examples.cache.StoredValue} is put once, under one key. Caffeine calls the removal listener once for
 * each value that leaves the map, whether replaced, evicted or removed, and nothing else frees a published value. A value that
 * never got published is freed by its {@code put}.
 *
 * <p>The listener runs at once, on whatever thread removed the value (the executor is {@code Runnable::run}); that may be a
 * reader inside its section, when Caffeine does its housekeeping there. Freeing never waits, so this is allowed.
 */
package org.pagurus.examples.cache;
