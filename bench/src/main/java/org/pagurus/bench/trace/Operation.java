package org.pagurus.bench.trace;

/** What a request asks for. */
public enum Operation {
    /** The value of a key. */
    READ,
    /** A new value for a key. */
    WRITE,
    /** That there be no value for a key. */
    DELETE
}
