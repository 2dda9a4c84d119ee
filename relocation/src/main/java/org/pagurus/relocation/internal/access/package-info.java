/**
 * From a pointer to an address, in a section, whatever the page is doing.
 *
 * <pre>
 *   Translator    pointer to address: one load of the entry, one compare, besides the checks
 *       |         Locator: what an entry means; StoreBuffer: the memory of FALLBACK
 *   Holds         what makes a page stay: a pin, a cancel, or by policy a wait or a retry (RetrySignal)
 *       |
 *   Sections      strict and sleepable, their policy, what they leave behind at the exit (PinSet)
 * </pre>
 *
 * Everything that is not a plain entry goes through the slow path: folded pages, pages on the move, and errors. So does every
 * access of a section whose writes wait in its store buffer: the limit that page ids are compared with is 0 that long.
 *
 * <p>An address is valid until the section in which it was translated ends. A write address is safe for that long because the
 * grace period between {@code isolate} and {@code begin} waits for the section (plain entry), or because the section pins the
 * page. The address of a write that is put off is one of the store buffer, and good for that one write.
 */
package org.pagurus.relocation.internal.access;
