/**
 * What the defragmentation benchmark does to memory. A {@link org.pagurus.bench.defrag.workload.Workload} is a list of phases,
 * each of which allocates and frees through a {@link org.pagurus.bench.defrag.workload.LiveSet}; nothing here knows an allocator.
 *
 * <p>To add one: a class of its own, and a line in {@code Workloads}. With several threads a workload comes apart into
 * {@link org.pagurus.bench.defrag.workload.Workload#parts parts}, one for each thread. Their phases begin together, and each part
 * has a live set of its own; all of them have their objects in one {@link org.pagurus.bench.defrag.workload.ObjectTable}, where
 * indices of part p of n are p, p + n, p + 2 n and so on, so that the accessor finds all by an index.
 */
package org.pagurus.bench.defrag.workload;
