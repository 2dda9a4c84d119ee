package org.pagurus.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void figures_anyLocale_haveAPoint() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals("512 B", Units.bytes(512));
            assertEquals("1.5 KiB", Units.bytes(1536));
            assertEquals("256 MiB", Units.bytes(256L << 20));
            assertEquals("12 GiB", Units.bytes(12L << 30));
            assertEquals("1,536.5 MiB", Units.mib((1536L << 20) + (1 << 19)));
            assertEquals("999 ns", Units.nanos(999));
            assertEquals("1.5 us", Units.nanos(1500));
            assertEquals("2.3 ms", Units.nanos(2_300_000));
            assertEquals("1,234,567", Units.count(1_234_567));
            assertEquals("1.05", Units.ratio(1.049));
        } finally {
            Locale.setDefault(before);
        }
    }
}
