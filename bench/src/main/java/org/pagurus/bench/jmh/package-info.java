/**
 * Microbenchmarks, run by {@code pagurus bench micro}. A method {@code pagurusX} has its floor beside it: {@code rawX} does the
 * same without Pagurus, or the least of it that hardware demands.
 */
package org.pagurus.bench.jmh;
