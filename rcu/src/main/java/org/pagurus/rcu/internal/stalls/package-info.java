/**
 * What happens when a grace period does not end: {@code StallDetector} measures and escalates, {@code PriorityBoost} is one of
 * its steps.
 */
package org.pagurus.rcu.internal.stalls;
