/**
 * Requests of a cache: read from a file, or made after the figures of one.
 *
 * <pre>
 *   TraceFile (gz or plain) --&gt; CsvTrace, BinaryTrace, SizesTrace --&gt; TraceBuilder --&gt; Trace
 *   TraceFile --&gt; CsvTrace's lines --&gt; TwitterShape --- Zipf ---------------^
 * </pre>
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>request</b>: an operation, a key and a size in bytes. A {@code READ} of a key that is not in the cache is followed by
 *       a write of that size: a miss is filled.</li>
 *   <li><b>key</b>: whatever the file says, a text or a number; a trace numbers its keys from 0 as they come.</li>
 *   <li><b>footprint</b>: the sum of the last sizes of all keys; a cache of that size would never evict.</li>
 * </ul>
 *
 * <p>A trace is in memory as a whole, 9 bytes for each request, so that reading the file is no part of what is measured.
 */
package org.pagurus.bench.trace;
