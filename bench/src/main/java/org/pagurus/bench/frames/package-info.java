/**
 * What each frame of a heap holds, as drawings and files have it. A frame is 64 KiB, a region 64 frames.
 */
package org.pagurus.bench.frames;
