/**
 * What {@code pagurus torture} prints and writes. The tortures themselves are {@code org.pagurus.rcu.torture} and
 * {@code org.pagurus.relocation.torture}, in the test jars of their modules.
 */
package org.pagurus.bench.torture;
