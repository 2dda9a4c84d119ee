/**
 * What {@code pagurus torture} prints and writes. The torture itself is {@code org.pagurus.rcu.torture}, in rcu's test jar.
 */
package org.pagurus.bench.torture;
