package org.pagurus.bench.defrag;

import java.util.Arrays;
import java.util.List;

/** What is measured. */
public enum Allocator {
    /** Pagurus with its compactor allowed a whole core. */
    PAGURUS("pagurus"),
    /** Pagurus as it is without any setting: the compactor takes a tenth of a core. */
    PAGURUS_DEFAULT_CAP("pagurus-default-cap"),
    /** {@code Unsafe.allocateMemory}: malloc of the C library, or of what is preloaded. */
    MALLOC("malloc");

    private final String id;

    Allocator(String id) {
        this.id = id;
    }

    /**
     * The name in tables and files.
     *
     * @return the name
     */
    public String id() {
        return id;
    }

    /**
     * Finds one by its name.
     *
     * @param id the name
     * @return the allocator
     */
    public static Allocator of(String id) {
        return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst().orElseThrow();
    }

    /**
     * What an argument stands for.
     *
     * @param argument {@code pagurus}, which is both ways, {@code malloc} or {@code all}
     * @return the allocators
     * @throws IllegalArgumentException if it is none of those
     */
    public static List<Allocator> parse(String argument) {
        return switch (argument) {
            case "pagurus" -> List.of(PAGURUS, PAGURUS_DEFAULT_CAP);
            case "malloc" -> List.of(MALLOC);
            case "all" -> List.of(values());
            default -> throw new IllegalArgumentException("'" + argument + "' is not an allocator; allowed: pagurus, malloc, "
                + "all");
        };
    }
}
