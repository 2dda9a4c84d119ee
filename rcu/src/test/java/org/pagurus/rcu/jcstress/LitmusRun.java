package org.pagurus.rcu.jcstress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.openjdk.jcstress.annotations.JCStressTest;

/**
 * Some litmus tests: the right ones must pass, and each broken twin, whose name begins with {@code Broken}, must show the
 * forbidden outcome. The system property {@code pagurus.litmus} is {@code sanity} (default) or {@code quick}.
 */
public final class LitmusRun {
    private static final String BROKEN = "Broken";
    /** How often a test whose verdict is open is run once more, for longer each time. */
    private static final int LONGER_RUNS = 3;

    private final Set<String> names;
    private final List<String> flags;
    private final UnaryOperator<String> refusal;

    /**
     * The tests that are nested in some classes.
     *
     * @param groups  the classes
     * @param flags   what the JVMs that run them get on their command lines
     * @param refusal why a test of that name cannot be run here, or null
     */
    public LitmusRun(final List<Class<?>> groups, final List<String> flags, final UnaryOperator<String> refusal) {
        this.names = groups.stream().flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
            .filter(type -> type.isAnnotationPresent(JCStressTest.class))
            .map(Class::getCanonicalName).collect(Collectors.toCollection(TreeSet::new));
        this.flags = List.copyOf(flags);
        this.refusal = refusal;
    }

    /**
     * What came of one test.
     *
     * @param name    its name
     * @param refusal why it was not run, or null
     * @param problem what is wrong, or null
     */
    public record Outcome(String name, String refusal, String problem) {
        /** The name without its package. */
        public String shortName() {
            return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        }
    }

    /** Runs them all, in other JVMs. */
    public Stream<Outcome> run() throws IOException, InterruptedException {
        final Jcstress.Mode mode = Jcstress.Mode.ofProperty();
        final Map<String, List<String>> verdicts = new TreeMap<>();
        Set<String> open = select(names, name -> refusalOf(name) == null);
        for (int run = 0; run <= LONGER_RUNS && !open.isEmpty(); run++) {
            // What came of trouble is forgotten: the test is run again.
            verdicts.values().forEach(earlier -> earlier.removeIf(LitmusRun::isTrouble));
            Jcstress.run(mode, run == 0 ? 1 : 2 << run, flags, open).forEach((name, more) ->
                verdicts.computeIfAbsent(name, unused -> new ArrayList<>()).addAll(more));
            open = select(open, name -> isOpen(name, verdicts.getOrDefault(name, List.of())));
        }
        return names.stream().map(name -> {
            final String refused = refusalOf(name);
            return new Outcome(name, refused, refused != null ? null : problem(name, verdicts.getOrDefault(name, List.of())));
        });
    }

    private static String problem(final String name, final List<String> verdicts) {
        final String where = name + ": " + verdicts + "; see " + Jcstress.DIRECTORY;
        if (verdicts.isEmpty()) {
            return "was not run: " + where;
        }
        if (verdicts.stream().anyMatch(LitmusRun::isTrouble)) {
            return "did not get to its end: " + where;
        }
        if (isBroken(name) == verdicts.contains(Jcstress.FAILED)) {
            return null;
        }
        return (isBroken(name) ? "the bug was not seen: " : "a forbidden outcome: ") + where;
    }

    /**
     * Whether the test is to be run again: a broken twin that was not caught yet, or a JVM that did not get to its end. That
     * happens on a machine with so much other work that jcstress takes it for hanging; a real hang happens again.
     */
    private static boolean isOpen(final String name, final List<String> verdicts) {
        return isBroken(name) && !verdicts.contains(Jcstress.FAILED) || verdicts.stream().anyMatch(LitmusRun::isTrouble);
    }

    private static boolean isTrouble(final String verdict) {
        return !Jcstress.OK.equals(verdict) && !Jcstress.FAILED.equals(verdict);
    }

    private static Set<String> select(final Set<String> names, final Predicate<String> condition) {
        return names.stream().filter(condition).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isBroken(final String name) {
        return name.contains("." + BROKEN);
    }

    private String refusalOf(final String name) {
        return Runtime.getRuntime().availableProcessors() < 2 ? "needs two cores" : refusal.apply(name);
    }
}
