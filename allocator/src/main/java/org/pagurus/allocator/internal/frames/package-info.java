/**
 * Physical memory: one reservation cut into regions of 64 frames, handed out as runs.
 *
 * <pre>
 *   mapping  | region 0 (4 MiB) | region 1 | ...        every region: long free, long clean
 *   region   | frame 0 | frame 1 | ... | frame 63 |     free bit: nobody has the frame
 *                                                       clean bit: free, and its memory is with the OS
 * </pre>
 *
 * <p>Invariant: {@code clean[r] & ~free[r] == 0}. Frames in use plus free frames are all frames of the heap.
 *
 * <p>Objects that no region holds have {@link org.pagurus.allocator.internal.frames.HugeMappings mappings of their own}. Their
 * memory is part of the same capacity: as many free frames are lent, and not used, as they hold; and as many free frames are
 * clean as are lent, as soon as the call that lent or took them is over. So frames in use, free resident ones and lent ones are
 * never more than the capacity.
 */
package org.pagurus.allocator.internal.frames;
