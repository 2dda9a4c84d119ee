package org.pagurus.bench.defrag.workload;

/** An object was not what it should be. */
public final class WrongReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An object was not what it should be; the message says which and where. */
    public WrongReadException(String message) {
        super(message);
    }
}
