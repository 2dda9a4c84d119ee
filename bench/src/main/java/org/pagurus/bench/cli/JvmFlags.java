package org.pagurus.bench.cli;

import java.util.ArrayList;
import java.util.List;

/** What a JVM with Pagurus needs; the launcher has the same list. */
final class JvmFlags {
    private static final List<String> NEEDED = List.of(
        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--sun-misc-unsafe-memory-access=allow",
        "-Djava.awt.headless=true");
    private static final String OWN = "pagurus.";

    private JvmFlags() {
    }

    /** All of them, and what this JVM was told about Pagurus, for example {@code -Dpagurus.checks=full}. */
    static List<String> inherited() {
        List<String> flags = new ArrayList<>(NEEDED);
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith(OWN)).sorted()
            .forEach(name -> flags.add("-D" + name + "=" + System.getProperty(name)));
        return flags;
    }
}
