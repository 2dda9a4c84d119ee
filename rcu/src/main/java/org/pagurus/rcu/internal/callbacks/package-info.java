/**
 * What waits for a grace period to be run: {@code CallbackQueue}, over the {@code CallbackSegments} of its
 * {@code CallbackRing}; {@code CallbackBatch} is what the polling thread has taken. A {@code Budget} limits how much may wait.
 */
package org.pagurus.rcu.internal.callbacks;
