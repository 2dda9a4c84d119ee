package org.pagurus.bench.cli;

import java.util.function.Supplier;

/** Arguments that something below the command line parses. */
final class Arguments {
    private Arguments() {
    }

    /**
     * What a parser makes.
     *
     * @throws UnusableException with the option, and what the parser says
     */
    static <T> T parsed(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw new UnusableException(option + ": " + e.getMessage());
        }
    }
}
