package org.pagurus.examples.cache;

import org.agrona.DirectBuffer;

/**
 * Looks at a value where it lies. It runs inside a section: it must not block and must not keep the view.
 */
@FunctionalInterface
public interface ValueReader {
    /**
     * Reads a value.
     *
     * @param view shows exactly the value's bytes, from index 0; valid during this call, and not to be written
     */
    void read(DirectBuffer view);
}
