package org.pagurus.bench.explain;

import java.util.List;
import org.pagurus.relocation.explain.Scenario;
import org.pagurus.relocation.explain.SceneResult;

/**
 * How a scenario went.
 *
 * @param scenario which
 * @param result   what its JVM found; null if that gave no result
 * @param problems what was not as it has to be; empty if all was
 */
public record Outcome(Scenario scenario, SceneResult result, List<String> problems) {
    /** Copies the list. */
    public Outcome {
        problems = List.copyOf(problems);
    }

    static Outcome of(Scenario scenario, SceneResult result) {
        return new Outcome(scenario, result, result.problems(scenario));
    }

    /** Of a JVM that gave no result. */
    static Outcome failed(Scenario scenario, String why) {
        return new Outcome(scenario, null, List.of(why));
    }

    /**
     * Whether all was as it has to be.
     *
     * @return whether the wrong protocol hung and was reported, or another one finished
     */
    public boolean isRight() {
        return problems.isEmpty();
    }
}
