package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"1,1", "65536,65536", "64k,65536", "256m,268435456", "256M,268435456", "1g,1073741824", "64MiB,67108864",
        "64mb,67108864", "2 GB,2147483648", "1t,1099511627776", "+5,5", "512b,512", "9223372036854775807,9223372036854775807"})
    void parse_size_givesBytes(String text, long bytes) {
        assertEquals(bytes, ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "abc", "12x", "1.5g", "1 2", "0x10", "256mm", "9223372036854775808", "8388608t", "-1", "-5m",
        "0", "0g", "\u0661m"})
    void parse_noSize_saysWhatIsWrong(String text) {
        TypeConversionException e = assertThrows(TypeConversionException.class, () -> ByteSize.parse(text));
        assertTrue(e.getMessage().startsWith("'" + text + "'"), e.getMessage());
    }
}
