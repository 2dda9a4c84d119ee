package org.pagurus.bench.cli;

import java.util.function.LongFunction;

/** Numbers among the arguments that have to lie in a range. */
final class Ranges {
    private Ranges() {
    }

    /**
     * Refuses what is out of range.
     *
     * @throws UnusableException with the option, the number and what is allowed
     */
    static void require(String option, long number, long least, long most, LongFunction<String> text) {
        if (number < least || number > most) {
            throw new UnusableException(option + ": " + text.apply(number) + " is out of range; allowed are " + text.apply(least)
                + " to " + text.apply(most));
        }
    }
}
