package org.pagurus.relocation.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.model.Combination.Meeting;

/** The protocol holds in every state of every scene, and each seeded bug is found. What is modelled: the package description. */
class ProtocolCheckerTest {
    /** Fewer mean that the model is broken: the smallest scene has 45,523. */
    private static final int MIN_STATES = 40_000;
    private static final Path REPORT = Path.of("target", "protocol-checker.txt");
    private static final List<String> LINES = new ArrayList<>();

    /** All that was explored goes to a file; the states of the protocol as it is are shown too. */
    @AfterAll
    static void report() throws IOException {
        Files.write(REPORT, LINES);
        String holds = " " + Mutation.NONE + ": ";
        long bugs = LINES.stream().filter(line -> !line.contains(holds)).count();
        System.out.println(LINES.stream().filter(line -> line.contains(holds)).map(line -> line.replace(holds, ": "))
            .collect(Collectors.joining("\n")) + "\nexplorations with a seeded bug: " + bugs + ", see relocation/" + REPORT);
    }

    static Stream<Combination> combinations() {
        return Stream.of(Meeting.values()).flatMap(meeting -> Stream.of(new Combination(meeting, false),
            new Combination(meeting, true)));
    }

    static Stream<Arguments> scenesAndCombinations() {
        return Stream.of(Scene.values()).flatMap(scene -> combinations().map(each -> Arguments.of(scene, each)));
    }

    static Stream<Arguments> bugsAndCombinations() {
        return bugs().flatMap(bug -> combinations().filter(bug::concerns).map(each -> Arguments.of(bug, each)));
    }

    private static Stream<Mutation> bugs() {
        return Stream.of(Mutation.values()).filter(mutation -> mutation != Mutation.NONE);
    }

    private static Exploration explore(Scene scene, Combination combination, Mutation mutation, Property... ignored) {
        try (Model model = new Model(scene, combination, mutation)) {
            long start = System.nanoTime();
            Exploration found = new Explorer(model, ignored).explore();
            LINES.add(scene + " " + combination + " " + mutation + ": " + found.summary() + ", "
                + (System.nanoTime() - start) / 1_000_000 + " ms");
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("scenesAndCombinations")
    void theProtocolHoldsInEveryState(Scene scene, Combination combination) {
        Exploration found = explore(scene, combination, Mutation.NONE);
        assertNull(found.broken(), found::report);
        assertTrue(found.states() > MIN_STATES, found::report);
    }

    @ParameterizedTest
    @MethodSource("bugsAndCombinations")
    void eachSeededBugIsFound(Mutation bug, Combination combination) {
        Exploration found = explore(bug.scene(), combination, bug);
        assertNotNull(found.broken(), found::report);
        assertTrue(bug.broken().contains(found.broken()), found::report);
    }

    /** The deadlock of the exchange that Pagurus began with: there with accessors that wait, cured by those that cancel. */
    @ParameterizedTest
    @EnumSource(names = {"GRACE_PERIOD_IN_MIGRATING", "WAIT_WITH_PIN_ON_SAME_BATCH"})
    void i1_waitingInMigratingIsADeadlockUnlessAccessorsCancel(Mutation bug) {
        for (boolean exclusive : new boolean[] {false, true}) {
            Exploration waiting = explore(bug.scene(), new Combination(Meeting.WAIT, exclusive), bug,
                Property.NO_WAIT_IN_MIGRATING);
            assertEquals(Property.NO_DEADLOCK, waiting.broken(), waiting::report);
            Exploration cancelling = explore(bug.scene(), new Combination(Meeting.CANCEL, exclusive), bug,
                Property.NO_WAIT_IN_MIGRATING);
            assertNull(cancelling.broken(), cancelling::report);
        }
    }

    @Test
    void eachPropertyIsBrokenByABug() {
        Set<Property> broken = EnumSet.noneOf(Property.class);
        bugs().forEach(bug -> broken.addAll(bug.broken()));
        assertEquals(EnumSet.allOf(Property.class), broken);
    }

    /** As short as it can be: one section, one move, and the wait. */
    @Test
    void aTraceIsShortAndInWords() {
        Exploration found = explore(Scene.MOVE_AND_FOLD, new Combination(Meeting.WAIT, false),
            Mutation.GRACE_PERIOD_IN_MIGRATING);
        List<String> steps = found.trace().stream().map(line -> line.replaceAll("accessor \\d| {3}\\[.*", "").strip()).toList();
        assertEquals(List.of("migrator takes a frame", "migrator isolates A", "migrator starts the grace period"),
            steps.subList(0, 3), found::report);
        assertEquals("migrator waits", steps.get(steps.size() - 1), found::report);
        assertEquals(7, steps.size(), found::report);
    }

    @Test
    void aFrameHasTheTwoSlotsOfTheModel() {
        assertEquals(1, SizeClasses.frames(Entries.SIZE_CLASS));
        assertEquals(State.SLOTS, SizeClasses.slots(Entries.SIZE_CLASS));
    }

    @Test
    void aStateIsReadAsItWasWritten() {
        long[] words = new long[State.WORDS];
        long[] again = new long[State.WORDS];
        for (Scene scene : Scene.values()) {
            try (Model model = new Model(scene, new Combination(Meeting.MIXED, true), Mutation.NONE)) {
                for (int i = 0; i < 1_000; i++) {
                    model.store(words);
                    model.load(words);
                    model.store(again);
                    assertEquals(Arrays.toString(words), Arrays.toString(again));
                    for (int move = i * 7; !model.hasEnded() && !model.step(move % Model.MOVES);) {
                        move++;
                    }
                }
            }
        }
    }
}
