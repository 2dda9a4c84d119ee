package org.pagurus.bench.cli;

/**
 * The arguments or the environment do not allow the command. The message is all that the user needs.
 */
final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
        super(message);
    }
}
