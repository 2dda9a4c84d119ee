package org.pagurus.bench.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a JVM needs to run a peer.
 *
 * @param java        the program {@code java} to start
 * @param jvmFlags    beside those that Pagurus needs; the collector among them if the peer depends on it
 * @param environment variables to set
 * @param unavailable why the peer cannot run here and what would help; empty if it can
 */
public record Peer(Path java, List<String> jvmFlags, Map<String, String> environment, String unavailable) {
    /** Copies what can change. */
    public Peer {
        jvmFlags = List.copyOf(jvmFlags);
        environment = Map.copyOf(environment);
    }

    /**
     * A peer that runs in a JVM like this one.
     *
     * @param jvmFlags more flags
     * @return the peer
     */
    public static Peer here(String... jvmFlags) {
        return new Peer(Jdks.current(), List.of(jvmFlags), Map.of(), "");
    }

    /**
     * A peer that cannot run.
     *
     * @param why and what to do
     * @return the peer
     */
    public static Peer missing(String why) {
        return new Peer(Jdks.current(), List.of(), Map.of(), why);
    }

    /**
     * Whether it can run.
     *
     * @return true if nothing is missing
     */
    public boolean isAvailable() {
        return unavailable.isEmpty();
    }
}
