package org.pagurus.rcu.jcstress;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Starts jcstress in a JVM of its own, which starts more of them, and reads the verdicts from what it prints: its exit code
 * does not tell one failed test from another.
 * <p>
 * An exception of {@code ContendedTestMain} in the log means no harm: it takes every class whose name ends in Result for one of
 * jcstress' own. Then the results are not padded, which costs some samples.
 */
final class Jcstress {
    /** No forbidden outcome. */
    static final String OK = "OK";
    /** A forbidden outcome was seen. Trouble of other kinds has other verdicts. */
    static final String FAILED = "FAILED";
    /** Where jcstress works: its log, its results and its report. */
    static final Path DIRECTORY = Path.of("target", "litmus");

    private static final Pattern VERDICT = Pattern.compile("^\\.+ \\[([A-Z ]+)\\] (\\S+)$");
    private static final int FEATURE = Runtime.version().feature();

    /** How much to run, and how long it may take: many times what it takes on an idle machine with two cores. */
    enum Mode {
        /**
         * A few seconds for each test. jcstress' own sanity mode runs a handful of samples, which catches no race; and it
         * multiplies every test by its list of JVM flags. So here there is one set of flags, on which each test goes through the
         * interpreter, C1 and C2 as it warms up, and time for some 100,000 samples. (On JDK 17 jcstress still makes two of it,
         * with biased locking and without.)
         */
        SANITY(600),
        /** jcstress' quick mode with its own list of flags, C1 and C2 alone and randomised code motion among them. */
        QUICK(1_700);

        private final int limitSeconds;

        Mode(final int limitSeconds) {
            this.limitSeconds = limitSeconds;
        }

        static Mode ofProperty() {
            return valueOf(System.getProperty("pagurus.litmus", "sanity").toUpperCase(Locale.ROOT));
        }

        private List<String> arguments(final int length, final String flags) {
            return this == SANITY
                ? List.of("-m", "sanity", "-jvmArgs", flags, "-iters", String.valueOf(2 * length), "-time", "300",
                    "-strideSize", "64", "-strideCount", "16")
                : List.of("-m", "quick", "-jvmArgsPrepend", flags, "-iters", String.valueOf(3 * length));
        }
    }

    private Jcstress() {
    }

    /**
     * Runs these tests.
     *
     * @param length how many times longer than usual
     * @param flags  what the tests' JVMs get on their command lines
     * @return the verdicts of each test that was run, one for each set of flags
     */
    static Map<String, List<String>> run(final Mode mode, final int length, final List<String> flags,
            final Collection<String> names) throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        final Path log = DIRECTORY.resolve(mode.name().toLowerCase(Locale.ROOT) + "-" + length + "-jdk" + FEATURE + ".log");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", absoluteClassPath(), "org.openjdk.jcstress.Main"));
        command.addAll(mode.arguments(length, String.join(" ", flags)));
        // Without split compilation: the actors are compiled in the same way, and each test is run once for each set of flags.
        command.addAll(List.of("-sc", "false", "-v", "-r", "report"));
        command.addAll(List.of("-t", names.stream().map(Pattern::quote).collect(Collectors.joining("|", "^(?:", ")$"))));
        final Process process = new ProcessBuilder(command).directory(DIRECTORY.toFile())
            .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(mode.limitSeconds, TimeUnit.SECONDS)) {
                throw new AssertionError("jcstress was not done in time: limitSeconds=" + mode.limitSeconds + "; see " + log);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return verdicts(Files.readAllLines(log));
    }

    /** The verdicts are printed as the tests end, and once more in the summary. */
    private static Map<String, List<String>> verdicts(final List<String> lines) {
        final Map<String, List<String>> verdicts = new TreeMap<>();
        for (final String line : lines) {
            if (line.startsWith("RUN RESULTS")) {
                break;
            }
            final Matcher matcher = VERDICT.matcher(line);
            if (matcher.matches()) {
                verdicts.computeIfAbsent(matcher.group(2), name -> new ArrayList<>()).add(matcher.group(1));
            }
        }
        return verdicts;
    }

    private static String absoluteClassPath() {
        return Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(System.getProperty("java.class.path"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
    }
}
