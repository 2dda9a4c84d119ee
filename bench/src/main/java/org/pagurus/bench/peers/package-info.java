/**
 * The libraries that the benchmarks compare Pagurus with, and what a JVM needs to run each. It knows nothing of any benchmark.
 *
 * <pre>
 *   Library --&gt; Peer: java, flags, environment, or why it is not here          MallocLibrary, Jdks: where to find them
 *      |
 *      +--&gt; KeyValue: OhcKeyValue, OffHeapStoreKeyValue, ChronicleKeyValue, HeapKeyValue
 * </pre>
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>peer</b>: something that keeps bytes for a program, as Pagurus does, on the Java heap or off it.</li>
 *   <li><b>library</b>: a peer that keeps values under keys. Those that only allocate have no {@link
 *       org.pagurus.bench.peers.KeyValue}.</li>
 *   <li><b>extent</b>: how many keys and bytes a store must hold. OHC takes it as its limit, Chronicle Map lays itself out for
 *       it.</li>
 * </ul>
 *
 * <p>A class of a library is loaded only when its store is opened, so a library whose flags are missing harms nobody else.
 */
package org.pagurus.bench.peers;
