/**
 * Runs of the benchmarks of {@link org.pagurus.bench.jmh}: rows, the table with each beside its floor, and what they are held
 * against.
 */
package org.pagurus.bench.micro;
