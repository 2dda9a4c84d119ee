/**
 * Runs litmus tests by jcstress and judges them: those of {@code rcu}, and those of other modules, which reach this by rcu's test
 * jar. Needs no JUnit.
 */
package org.pagurus.rcu.jcstress;
