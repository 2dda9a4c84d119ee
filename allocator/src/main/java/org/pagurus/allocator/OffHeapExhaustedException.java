package org.pagurus.allocator;

/**
 * The heap, or the machine, has no memory left for a request. The heap stays usable: nothing was allocated, and memory that
 * is freed or compacted later serves the same request. The message says what was asked, what is held and by what.
 */
public final class OffHeapExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long requestedBytes;

    /**
     * Creates the exception.
     *
     * @param requestedBytes what was asked for
     * @param message        what was asked, who holds what, what to do
     */
    public OffHeapExhaustedException(long requestedBytes, String message) {
        super(message);
        this.requestedBytes = requestedBytes;
    }

    /**
     * How much was asked for.
     *
     * @return bytes
     */
    public long requestedBytes() {
        return requestedBytes;
    }
}
