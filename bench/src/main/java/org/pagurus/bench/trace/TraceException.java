package org.pagurus.bench.trace;

/** A trace cannot be had. The message says which file and line, what is wrong, and what is allowed. */
public final class TraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A message.
     *
     * @param message all that the user needs
     */
    public TraceException(String message) {
        super(message);
    }

    TraceException(String message, Throwable cause) {
        super(message, cause);
    }
}
