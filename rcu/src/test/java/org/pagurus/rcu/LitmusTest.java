package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.pagurus.rcu.internal.system.Membarrier;
import org.pagurus.rcu.litmus.EnterAndScan;
import org.pagurus.rcu.litmus.Publication;
import org.pagurus.rcu.litmus.UseAfterFree;

/**
 * Runs the litmus tests of {@code org.pagurus.rcu.litmus} with jcstress, in other JVMs: the right ones must pass, and each broken
 * twin must show the forbidden outcome. The system property {@code pagurus.litmus} is {@code sanity} (default) or {@code quick}.
 */
class LitmusTest {
    private static final String BROKEN = "Broken";
    /** How often a test whose verdict is open is run once more, for longer each time. */
    private static final int LONGER_RUNS = 3;

    @TestFactory
    Stream<DynamicTest> litmus() throws IOException, InterruptedException {
        final Jcstress.Mode mode = Jcstress.Mode.ofProperty();
        final Set<String> all = names();
        final Map<String, List<String>> verdicts = new TreeMap<>();
        Set<String> open = select(all, name -> refusal(name) == null);
        for (int run = 0; run <= LONGER_RUNS && !open.isEmpty(); run++) {
            // What came of trouble is forgotten: the test is run again.
            verdicts.values().forEach(earlier -> earlier.removeIf(LitmusTest::isTrouble));
            Jcstress.run(mode, run == 0 ? 1 : 2 << run, open).forEach((name, more) ->
                verdicts.computeIfAbsent(name, unused -> new ArrayList<>()).addAll(more));
            open = select(open, name -> isOpen(name, verdicts.getOrDefault(name, List.of())));
        }
        return all.stream().map(name ->
            DynamicTest.dynamicTest(shortName(name), () -> check(name, verdicts.getOrDefault(name, List.of()))));
    }

    private static void check(final String name, final List<String> verdicts) {
        assumeTrue(refusal(name) == null, refusal(name));
        final String where = name + ": " + verdicts + "; see " + Jcstress.DIRECTORY;
        assertFalse(verdicts.isEmpty(), "was not run: " + where);
        assertFalse(verdicts.stream().anyMatch(LitmusTest::isTrouble), where);
        assertEquals(isBroken(name), verdicts.contains(Jcstress.FAILED), where);
    }

    /**
     * Whether the test is to be run again: a broken twin that was not caught yet, or a JVM that did not get to its end. That
     * happens on a machine with so much other work that jcstress takes it for hanging; a real hang happens again.
     */
    private static boolean isOpen(final String name, final List<String> verdicts) {
        return isBroken(name) && !verdicts.contains(Jcstress.FAILED) || verdicts.stream().anyMatch(LitmusTest::isTrouble);
    }

    private static boolean isTrouble(final String verdict) {
        return !Jcstress.OK.equals(verdict) && !Jcstress.FAILED.equals(verdict);
    }

    private static Set<String> select(final Set<String> names, final Predicate<String> condition) {
        return names.stream().filter(condition).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names() {
        return Stream.of(EnterAndScan.class, Publication.class, UseAfterFree.class)
            .flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
            .filter(type -> type.isAnnotationPresent(JCStressTest.class))
            .map(Class::getCanonicalName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String shortName(final String name) {
        return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    }

    private static boolean isBroken(final String name) {
        return name.contains("." + BROKEN);
    }

    /** Why this test cannot be run here, or null. */
    private static String refusal(final String name) {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return "needs two cores";
        }
        return name.contains("Asymmetric") ? Membarrier.refusal() : null;
    }
}
