/**
 * When is a grace period over? {@code GracePeriods} starts them and scans the registered readers; {@code SleepableGracePeriods}
 * asks {@code SectionCounters} too, whose sections are opened by ticket ({@code Tickets}).
 */
package org.pagurus.rcu.internal.grace;
