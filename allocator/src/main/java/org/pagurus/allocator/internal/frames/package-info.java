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
 */
package org.pagurus.allocator.internal.frames;
