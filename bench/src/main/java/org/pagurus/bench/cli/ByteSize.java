package org.pagurus.bench.cli;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads sizes as people write them: {@code 65536}, {@code 256m}, {@code 1g}, {@code 64MiB}, {@code 2 GB}. All units are powers
 * of 1,024.
 */
public final class ByteSize implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([+-]?)(\\d+)\\s*([kmgt]?)(?:i?b)?");
    private static final String UNITS = "kmgt";
    private static final int BITS_PER_UNIT = 10;

    /** Creates a converter; picocli does. */
    public ByteSize() {
        // No state.
    }

    @Override
    public Long convert(String text) {
        return parse(text);
    }

    /**
     * Reads a size.
     *
     * @param text what was written
     * @return bytes, above 0
     * @throws TypeConversionException if it is no size, 0, negative, or beyond 8 EiB
     */
    public static long parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size; write for example 256m, 1g or 64MiB");
        }
        if (form.group(1).equals("-")) {
            throw new TypeConversionException("'" + text + "': a size is above 0");
        }
        BigInteger bytes = new BigInteger(form.group(2)).shiftLeft(shift(form.group(3)));
        if (bytes.signum() == 0) {
            throw new TypeConversionException("'" + text + "': a size is above 0");
        }
        if (bytes.bitLength() >= Long.SIZE) {
            throw new TypeConversionException("'" + text + "' is too large for any machine");
        }
        return bytes.longValue();
    }

    private static int shift(String unit) {
        return unit.isEmpty() ? 0 : BITS_PER_UNIT * (UNITS.indexOf(unit) + 1);
    }
}
