/**
 * Where the defragmentation benchmark's objects are: one {@link org.pagurus.bench.defrag.store.Store} for each kind of allocator,
 * the stamp that every object carries, and how memory is counted. The benchmark's package has the glossary.
 *
 * <pre>
 *   Store: PagurusStore                          memory: the heap's statistics
 *          ProcessStore: MallocStore             memory: Growth, what the process has grown by
 *                        NettyStore
 *                        KeyValueStore           memory: likewise, or HeapGrowth for values on the Java heap
 * </pre>
 *
 * <p>Each thread that allocates has a {@link org.pagurus.bench.defrag.store.Store.Mutator} of its own, and one that reads at the
 * same time a {@link org.pagurus.bench.defrag.store.Store.Access}.
 */
package org.pagurus.bench.defrag.store;
