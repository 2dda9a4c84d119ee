package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    /** How often a broken twin that escaped is run once more, for longer each time. */
    private static final int LONGER_RUNS = 3;

    @TestFactory
    Stream<DynamicTest> litmus() throws IOException, InterruptedException {
        final Jcstress.Mode mode = Jcstress.Mode.ofProperty();
        final Set<String> all = names();
        final Set<String> testable =
            all.stream().filter(name -> refusal(name) == null).collect(Collectors.toCollection(TreeSet::new));
        final Map<String, List<String>> verdicts = new TreeMap<>();
        if (!testable.isEmpty()) {
            verdicts.putAll(Jcstress.run(mode, 1, testable));
        }
        for (int run = 0; run < LONGER_RUNS; run++) {
            final Set<String> escaped = testable.stream().filter(LitmusTest::isBroken)
                .filter(name -> !isCaught(verdicts.get(name))).collect(Collectors.toCollection(TreeSet::new));
            if (escaped.isEmpty()) {
                break;
            }
            Jcstress.run(mode, 4 << run, escaped).forEach((name, more) ->
                verdicts.computeIfAbsent(name, unused -> new ArrayList<>()).addAll(more));
        }
        return all.stream().map(name -> DynamicTest.dynamicTest(shortName(name), () -> check(name, verdicts.get(name))));
    }

    private static void check(final String name, final List<String> verdicts) {
        assumeTrue(refusal(name) == null, refusal(name));
        assertTrue(verdicts != null && !verdicts.isEmpty(), name + " was not run; see " + Jcstress.DIRECTORY);
        if (isBroken(name)) {
            assertTrue(isCaught(verdicts), name + " was not caught: " + verdicts + "; see " + Jcstress.DIRECTORY);
        }
        final Set<String> allowed = isBroken(name) ? Set.of(Jcstress.OK, Jcstress.FAILED) : Set.of(Jcstress.OK);
        assertEquals(List.of(), verdicts.stream().filter(verdict -> !allowed.contains(verdict)).toList(),
            name + "; see " + Jcstress.DIRECTORY);
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

    private static boolean isCaught(final List<String> verdicts) {
        return verdicts != null && verdicts.contains(Jcstress.FAILED);
    }

    /** Why this test cannot be run here, or null. */
    private static String refusal(final String name) {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return "needs two cores";
        }
        return name.contains("Asymmetric") ? Membarrier.refusal() : null;
    }
}
