package org.pagurus.bench.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pagurus.bench.peers.Library;
import org.pagurus.bench.peers.Peer;

/**
 * What keeps the values.
 *
 * @param id      the name in tables and files
 * @param library one of the peers; null for Pagurus
 */
public record Contender(String id, Library library) {
    /** Pagurus; an update writes one field where it is. */
    public static final Contender PAGURUS = new Contender("pagurus", null);
    /** Pagurus; an update allocates a value of another size and frees the old one, as the peers have to. */
    public static final Contender PAGURUS_REPLACE = new Contender("pagurus-replace", null);

    /**
     * All of them.
     *
     * @return Pagurus first
     */
    public static List<Contender> all() {
        List<Contender> all = new ArrayList<>(List.of(PAGURUS, PAGURUS_REPLACE));
        Arrays.stream(Library.values()).forEach(library -> all.add(new Contender(library.id(), library)));
        return all;
    }

    /**
     * Finds one by its name.
     *
     * @param id the name
     * @return the contender
     */
    public static Contender of(String id) {
        return all().stream().filter(contender -> contender.id.equals(id)).findFirst().orElseThrow();
    }

    /**
     * Whether it is one of the two ways to use Pagurus.
     *
     * @return false for peers
     */
    public boolean isPagurus() {
        return library == null;
    }

    /** Whether an update writes one field where it is, or else a whole value of another size. */
    boolean updatesInPlace() {
        return equals(PAGURUS);
    }

    /**
     * What an update does, for people.
     *
     * @return a few words
     */
    public String updates() {
        return updatesInPlace() ? "in place" : "replace";
    }

    /**
     * What its JVM needs.
     *
     * @return the peer
     */
    public Peer peer() {
        return isPagurus() ? Peer.here() : library.peer();
    }

    /** States in which it is measured, of those asked for. */
    List<State> states(List<State> asked) {
        return isPagurus() ? asked : List.of(State.OWN);
    }
}
