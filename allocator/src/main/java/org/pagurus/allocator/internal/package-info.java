/**
 * The inside of the allocator, from the OS upwards: {@code os} (mappings and raw memory), {@code frames} (regions and runs),
 * {@code pages} (size classes, slots, the page table). Imports point towards {@code os}.
 */
package org.pagurus.allocator.internal;
