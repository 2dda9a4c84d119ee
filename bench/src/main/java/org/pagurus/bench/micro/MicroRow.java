package org.pagurus.bench.micro;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * One benchmark with its parameters, and what came out.
 *
 * @param type       the class
 * @param method     the method: {@code rawX}, {@code pagurusX} or {@code peerX}
 * @param parameters each as {@code name=value}; the number of threads is one of them unless it is 1
 * @param nanos      the time of one operation
 * @param error      half of the confidence interval of that
 * @param least      that time in the fastest iteration
 */
public record MicroRow(String type, String method, List<String> parameters, double nanos, double error, double least) {
    private static final List<String> ROLES = List.of("raw", "pagurus", "peer");
    private static final String FLOOR = ROLES.get(0);

    static MicroRow of(RunResult result) {
        String name = shortName(result.getParams().getBenchmark());
        int dot = name.indexOf('.');
        return new MicroRow(name.substring(0, dot), name.substring(dot + 1), parameters(result.getParams()),
            result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreError(),
            result.getPrimaryResult().getStatistics().getMin());
    }

    private static List<String> parameters(BenchmarkParams params) {
        List<String> parameters = new ArrayList<>();
        params.getParamsKeys().forEach(key -> parameters.add(key + "=" + params.getParam(key)));
        if (params.getThreads() > 1) {
            parameters.add("threads=" + params.getThreads());
        }
        return parameters;
    }

    /** The part of the table that it stands in. */
    MicroGroup group() {
        return MicroGroup.of(type);
    }

    /** {@code Class.method} and the parameters. */
    static String label(BenchmarkParams params) {
        return String.join(" ", shortName(params.getBenchmark()), String.join(" ", parameters(params))).strip();
    }

    /** {@code Class.method}. */
    static String shortName(String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
    }

    /** As people read it, without the class. */
    String label() {
        return String.join(" ", method, String.join(" ", parameters)).strip();
    }

    boolean isFloor() {
        return role().equals(FLOOR);
    }

    /** Floors first, then what stands on them, then the peers. */
    int rank() {
        return ROLES.indexOf(role());
    }

    /** What the method does, without who does it. */
    String subject() {
        return method.substring(role().length());
    }

    private String role() {
        return ROLES.stream().filter(method::startsWith).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("neither of " + ROLES + ": " + type + "." + method));
    }

    /** Whether this is a floor that the other row could stand on: of the same class and parameters, with no words of its own. */
    boolean supports(MicroRow row) {
        return isFloor() && type.equals(row.type) && isWordsOf(row.subject()) && row.parameters.containsAll(parameters);
    }

    private boolean isWordsOf(String longer) {
        int length = subject().length();
        return longer.startsWith(subject()) && (longer.length() == length || Character.isUpperCase(longer.charAt(length)));
    }
}
