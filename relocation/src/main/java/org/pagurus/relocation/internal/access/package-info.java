/**
 * From a pointer to an address. {@link org.pagurus.relocation.internal.access.Translator} is the fast path: one load of the
 * entry, one sign test, besides the checks that {@link org.pagurus.relocation.internal.access.Checks} switches. Everything
 * that is not a plain entry goes through its slow path: folded pages, pages on the move, and errors.
 *
 * <p>An address is valid until the section in which it was translated ends. A write address is safe for that long because the
 * grace period between {@code isolate} and {@code begin} waits for the section (plain entry), or because the section pins the
 * page.
 */
package org.pagurus.relocation.internal.access;
