package org.pagurus.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds JDKs of this machine. */
final class Jdks {
    /** From this one on the generations of ZGC need no flag of their own. */
    static final int NEWER = 25;
    static final String VARIABLE = "JAVA25_HOME";
    static final Path FOLDER = Path.of("/usr/lib/jvm");

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private Jdks() {
    }

    /** The program of this JVM. */
    static Path current() {
        return java(Path.of(System.getProperty("java.home")));
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    /** This JVM if it is new enough, else the JDK of the variable, else one below the folder. */
    static Optional<Path> newer() {
        return Runtime.version().feature() >= NEWER ? Optional.of(current()) : newer(System.getenv(VARIABLE), FOLDER);
    }

    /** The JDK whose home is given, which may be null, else one below a folder. */
    static Optional<Path> newer(String home, Path folder) {
        if (home != null && !home.isBlank()) {
            return Optional.of(Path.of(home)).filter(Jdks::isNewer).map(Jdks::java);
        }
        try (Stream<Path> homes = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            List<Path> sorted = homes.sorted().toList();
            return sorted.stream().filter(Jdks::isNewer).map(Jdks::java).findFirst();
        } catch (IOException e) {
            // A folder that cannot be read has no JDK for us.
            return Optional.empty();
        }
    }

    private static boolean isNewer(Path home) {
        if (!Files.isExecutable(java(home))) {
            return false;
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find() && Integer.parseInt(version.group(1)) >= NEWER;
        } catch (IOException e) {
            return false;
        }
    }
}
