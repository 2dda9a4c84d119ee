package org.pagurus.relocation;

/** Sees frames come and go. Called by the thread that takes or frees them. */
public interface FrameWatch {
    /** Some frames were taken, and nothing was written to them yet. */
    void afterTake(long address, int frames);

    /** Some frames are about to be free. */
    void beforeFree(long address, int frames);
}
