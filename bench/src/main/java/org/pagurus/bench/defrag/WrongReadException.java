package org.pagurus.bench.defrag;

/** An object was not what it should be. */
final class WrongReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongReadException(String message) {
        super(message);
    }

    WrongReadException(String message, Throwable cause) {
        super(message, cause);
    }
}
