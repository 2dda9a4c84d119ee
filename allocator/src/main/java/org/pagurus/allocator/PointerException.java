package org.pagurus.allocator;

/**
 * A pointer that may not be used as it was: null, foreign, freed, or an access beyond its bounds. Nothing was read or
 * written. The message names the pointer, what was asked and what is allowed.
 */
public final class PointerException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long pointer;

    /**
     * Creates the exception.
     *
     * @param pointer the pointer that was refused
     * @param message what was asked, what is allowed, what to do
     */
    public PointerException(long pointer, String message) {
        super("pointer=" + Pointer.toString(pointer) + ": " + message);
        this.pointer = pointer;
    }

    /**
     * The pointer that was refused.
     *
     * @return the pointer, as it was passed
     */
    public long pointer() {
        return pointer;
    }
}
