package org.pagurus.relocation.model;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProtocolCheckerTest {
    static List<Combination> combinations() {
        List<Combination> all = new ArrayList<>();
        for (Combination.Meeting meeting : Combination.Meeting.values()) {
            all.add(new Combination(meeting, false));
            all.add(new Combination(meeting, true));
        }
        return all;
    }

    static Stream<Arguments> clean() {
        return Stream.of(Scene.values()).flatMap(scene -> combinations().stream().map(c -> Arguments.of(scene, c)));
    }

    static Stream<Arguments> bugs() {
        return Stream.of(Mutation.values()).filter(m -> m != Mutation.NONE).flatMap(m -> combinations().stream()
            .filter(m::concerns).map(c -> Arguments.of(m, c)));
    }

    @ParameterizedTest
    @MethodSource("clean")
    void clean(Scene scene, Combination combination, TestReporter reporter) {
        long t = System.nanoTime();
        Exploration e = new Explorer(new Model(scene, combination, Mutation.NONE)).explore();
        reporter.publishEntry(scene + " " + combination, e.report() + " ms=" + (System.nanoTime() - t) / 1000000);
        assertNull(e.broken(), e::report);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void bugs(Mutation mutation, Combination combination, TestReporter reporter) {
        long t = System.nanoTime();
        Exploration e = null;
        for (Scene s : Scene.values()) {
            e = new Explorer(new Model(s, combination, mutation)).explore();
            reporter.publishEntry(s + " " + mutation + " " + combination, e.report() + " ms=" + (System.nanoTime() - t) / 1000000);
            if (e.broken() != null) break;
        }
        assertTrue(mutation.broken().contains(e.broken()), e::report);
    }
}
