/**
 * Every native call of this module: barriers on all threads ({@code membarrier}) and the priority of single ones. A process
 * where they cannot be had gets the reason, never an error at first use.
 */
package org.pagurus.rcu.internal.system;
