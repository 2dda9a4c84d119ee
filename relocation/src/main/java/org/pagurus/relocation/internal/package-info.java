/**
 * The inside of relocation. Imports point downwards in this order:
 *
 * <pre>
 *   access      how an accessor finds its memory          migration   plan, move, fold, verify
 *        \                                                /
 *                 space       pages and frames of one heap, and what waits for a grace period
 *                   |
 *                protocol     the transitions of the page table that both sides make
 * </pre>
 */
package org.pagurus.relocation.internal;
