/**
 * Microbenchmarks, run by {@code pagurus bench micro}. The first word of a method says what it measures:
 * <dl>
 * <dt>pagurusX</dt><dd>Pagurus</dd>
 * <dt>rawX</dt><dd>the floor beside it: the same without Pagurus, or the least of it that hardware demands</dd>
 * <dt>peerX</dt><dd>another way to the same end</dd>
 * </dl>
 * The floor of {@code pagurusOneTwo} and {@code peerOneTwo} is {@code rawOneTwo} of the same class, or else {@code rawOne}.
 */
package org.pagurus.bench.jmh;
