package org.pagurus.bench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads milliseconds, or {@code continuous} for 0. */
public final class IntervalMillis implements ITypeConverter<Integer> {
    /** Creates a converter; picocli does. */
    public IntervalMillis() {
        // No state.
    }

    @Override
    public Integer convert(String text) {
        if (text.equals("continuous")) {
            return 0;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text
                + "' is not an interval; write milliseconds, for example 50, or continuous");
        }
    }
}
