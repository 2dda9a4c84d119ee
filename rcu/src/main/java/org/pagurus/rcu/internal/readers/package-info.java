/**
 * Who may be inside a section. A {@code ReaderSlot} is one thread's place to announce its sections; the {@code ReaderRegistry} of
 * a domain is what its scans walk; {@code Epochs} is the arithmetic of the numbers in both; {@code ThreadReaders} lets a thread
 * ask which sections it is inside itself.
 */
package org.pagurus.rcu.internal.readers;
