/**
 * What everything above is made of: a {@code long} that shares its cache lines with nothing, a lock for a few instructions, and
 * the way to wait. Nothing here knows of readers or of grace periods.
 */
package org.pagurus.rcu.internal.base;
