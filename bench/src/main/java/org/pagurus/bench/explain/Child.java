package org.pagurus.bench.explain;

import org.pagurus.relocation.explain.Scenario;
import org.pagurus.relocation.explain.SceneResult;
import org.pagurus.relocation.explain.Scene;

/**
 * The program of a JVM that runs one scenario: {@code Child SCENARIO LIMIT_MILLIS}. It prints the result as one line of JSON, and
 * halts: threads that are deadlocked cannot be ended.
 */
final class Child {
    private Child() {
    }

    /**
     * Runs.
     *
     * @param arguments scenario, milliseconds
     */
    public static void main(String[] arguments) {
        int exitCode = 1;
        try {
            long limitMillis = Long.parseLong(arguments[1]);
            // So that the first round, which may be the last, shows the protocol and not the class loader and the compiler.
            Scene.run(Scenario.CANCEL, limitMillis);
            SceneResult result = Scene.run(Scenario.of(arguments[0]).orElseThrow(), limitMillis);
            System.out.println(ExplainJson.line(result));
            exitCode = 0;
        } catch (Throwable e) {
            e.printStackTrace();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(exitCode);
    }
}
