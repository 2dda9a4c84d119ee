package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.pagurus.bench.cache.CacheMedian;
import org.pagurus.bench.cache.CachePlan;
import org.pagurus.bench.cache.CacheRow;
import org.pagurus.bench.compaction.CompactionResult;
import org.pagurus.bench.defrag.Row;
import org.pagurus.bench.defrag.RowJson;
import org.pagurus.bench.demo.ResultJson;
import org.pagurus.bench.demo.SampleResults;
import org.pagurus.bench.explain.ExplainJson;
import org.pagurus.bench.explain.SampleOutcomes;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.goals.Setting;
import org.pagurus.bench.latency.LatencyRow;
import org.pagurus.bench.micro.MicroRow;
import org.pagurus.bench.mix.Mix;
import org.pagurus.bench.mix.MixPlan;
import org.pagurus.bench.mix.MixRow;
import org.pagurus.bench.mix.MixSummary;
import org.pagurus.bench.mix.State;
import org.pagurus.bench.replay.ReplayRow;
import org.pagurus.bench.replay.ReplayTask;
import org.pagurus.bench.scale.ScaleResults;
import org.pagurus.bench.steady.SteadyRow;
import org.pagurus.bench.torture.HeapTortureJson;
import org.pagurus.bench.torture.TortureJson;
import org.pagurus.bench.trace.Trace;
import org.pagurus.bench.trace.TraceFormat;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.torture.Kind;
import org.pagurus.rcu.torture.TortureOptions;
import org.pagurus.relocation.Mutation;
import org.pagurus.relocation.torture.MutationCheck;
import org.pagurus.relocation.torture.TortureResult;
import picocli.CommandLine;

/** What {@code docs/json.md} says is what the commands write: no field more and none less. */
class JsonDocTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "json.md");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|.*");
    private static final List<Goal> GOALS = List.of(Goal.atMost("a", 2, 1));
    private static final Map<Class<?>, Optional<?>> NO_BUG = Map.of(Mutation.class, Optional.empty());

    @TempDir
    private Path folder;

    // ---- the document ----

    /** The fields of each section, by the command's name. */
    private static Map<String, Set<String>> sections(List<String> lines) {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        Set<String> fields = null;
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("## ")) {
                fields = new TreeSet<>();
                sections.put(line.substring(3).strip(), fields);
            } else if (fields != null && row.matches()) {
                assertTrue(fields.add(row.group(1)), "twice: " + line);
            }
        }
        return sections;
    }

    private static void collect(JsonNode node, String path, Set<String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(field.getValue(), path.isEmpty() ? field.getKey()
                : path + "." + field.getKey(), leaves));
        } else if (node.isArray() && node.size() > 0 && node.get(0).isObject()) {
            node.forEach(one -> collect(one, path + "[]", leaves));
        } else {
            leaves.add(path);
        }
    }

    /** The leaves of files; null where another file has an object is none. */
    private Set<String> leaves(Path... files) throws IOException {
        Set<String> leaves = new TreeSet<>();
        for (Path file : files) {
            collect(new ObjectMapper().readTree(file.toFile()), "", leaves);
        }
        leaves.removeIf(leaf -> leaves.stream().anyMatch(other -> other.startsWith(leaf + ".") || other.startsWith(leaf + "[]")));
        return leaves;
    }

    /** What is written and not documented, and the other way round. */
    private static String difference(Set<String> documented, Set<String> written) {
        Set<String> unknown = new TreeSet<>(written);
        Set<String> gone = new TreeSet<>(documented);
        for (String field : documented) {
            Pattern pattern = Pattern.compile(Pattern.quote(field).replace("*", "\\E[^\\[]+\\Q"));
            if (unknown.removeIf(leaf -> pattern.matcher(leaf).matches())) {
                gone.remove(field);
            }
        }
        return (unknown.isEmpty() ? "" : "not in docs/json.md: " + unknown) + (gone.isEmpty() ? "" : " not written: " + gone);
    }

    private void assertDocumented(String command, Path... files) throws IOException {
        Set<String> documented = sections(Files.readAllLines(DOCUMENT)).get(command);
        assertTrue(documented != null, "docs/json.md has no section '## " + command + "'");
        assertEquals("", difference(documented, leaves(files)), command);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    // ---- the commands ----

    @Test
    void everyCommandWithJson_hasASection() throws IOException {
        Set<String> commands = new TreeSet<>();
        collect(Main.commandLine(), commands);
        assertEquals(commands, new TreeSet<>(sections(Files.readAllLines(DOCUMENT)).keySet()));
    }

    private static void collect(CommandLine command, Set<String> names) {
        if (command.getCommandSpec().findOption("--json") != null) {
            names.add(command.getCommandSpec().qualifiedName());
        }
        command.getSubcommands().values().forEach(one -> collect(one, names));
    }

    @Test
    void demo_isAsDocumented() throws IOException {
        ResultJson.write(SampleResults.right(), file("a"));
        assertDocumented("pagurus demo", file("a"));
    }

    @Test
    void defrag_isAsDocumented() throws IOException {
        RowJson.write(List.of(SampleRecords.of(Row.class, Map.of())), Setting.here(List.of("bench")), file("a"));
        assertDocumented("pagurus bench defrag", file("a"));
    }

    @Test
    void latency_isAsDocumented() throws IOException {
        Invocation invocation = Invocation.of("bench", "latency", "--policy", "cancel", "--read-mode", "read_through",
            "--threads", "1", "--interval", "continuous", "--seconds", "0.02", "--rounds", "1", "--live", "4m", "--json",
            file("a").toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.err());
        // Mixes are written by another part of the command.
        List<Long> ladder = LatencyRow.LADDER.stream().map(percentile -> 1L).toList();
        MixRow row = SampleRecords.of(MixRow.class, Map.of(LatencyRow.Due.class,
            Optional.of(new LatencyRow.Due(1, 2, 3, 4, 5, 6, 7, ladder))));
        MixPlan plan = new MixPlan(MixBench.contenders(List.of("pagurus")), List.of(Mix.A), List.of(State.ON), List.of(1), 1, 1,
            100, 1, 7);
        MixBench.write(plan, new MixPlan.Result(List.of(row), List.of("text")), new MixSummary(List.of(row)), file("b"));
        assertDocumented("pagurus bench latency", file("a"), file("b"));
    }

    @Test
    void scale_isAsDocumented() throws IOException {
        ScaleCommand.write(1, 2, ScaleResults.plain(), GOALS, file("a"));
        assertDocumented("pagurus bench scale", file("a"));
    }

    @Test
    void cache_isAsDocumented() throws IOException {
        List<CacheRow> rows = List.of(SampleRecords.of(CacheRow.class, Map.of()));
        CacheCommand.write(CachePlan.ofGoals(), new CachePlan.Result(rows, Map.of("a", "text"), Map.of("b", "text")),
            CacheMedian.of(rows), GOALS, file("a"));
        assertDocumented("pagurus bench cache", file("a"));
    }

    @Test
    void replay_isAsDocumented() throws IOException {
        Path sizes = Files.writeString(file("sizes"), "100\n200\n");
        ReplayTask task = new ReplayTask(sizes.toString(), TraceFormat.SIZES, null, 0, 2, 0, 1, false);
        Trace trace = task.trace();
        ReplayCommand.write(task, trace, task.sizing(trace), List.of(SampleRecords.of(ReplayRow.class, Map.of())),
            List.of("text"), file("a"));
        assertDocumented("pagurus replay", file("a"));
    }

    /** JMH writes it: its fields are those of the version in use. */
    @Test
    void micro_isAsDocumented() throws IOException, RunnerException {
        // One after the other is for figures, and here are none.
        System.setProperty("jmh.ignoreLock", "true");
        var results = new Runner(new OptionsBuilder().include("AccessBenchmark\\.rawRead$").forks(0).warmupIterations(0)
            .measurementIterations(2).measurementTime(TimeValue.milliseconds(1)).verbosity(VerboseMode.SILENT).build()).run();
        try (OutputStream out = Files.newOutputStream(file("a"));
            PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, text).writeOut(results);
        }
        Set<String> written = leaves(file("a"));
        Set<String> documented = sections(Files.readAllLines(DOCUMENT)).get("pagurus bench micro");
        // Not every benchmark has parameters.
        written.add("[].params.fence");
        assertEquals("", difference(documented, written));
    }

    @Test
    void goals_isAsDocumented() throws IOException {
        Invocation.of(new GoalsCommand(List.of(new GoalGroup("a", "b", 1, progress -> GOALS))), "--json", file("a").toString());
        assertDocumented("pagurus bench goals", file("a"));
    }

    @Test
    void allocation_isAsDocumented() throws IOException {
        List<MicroRow> rows = List.of(SampleRecords.of(MicroRow.class, Map.of()));
        AllocationCommand.write(rows, Map.of("jemalloc", rows), GOALS, file("a"));
        assertDocumented("pagurus bench allocation", file("a"));
    }

    @Test
    void steady_isAsDocumented() throws IOException {
        SteadyCommand.write(1, 2, List.of(SampleRecords.of(SteadyRow.class, Map.of())), GOALS, file("a"));
        assertDocumented("pagurus bench steady", file("a"));
    }

    @Test
    void compaction_isAsDocumented() throws IOException {
        CompactionCommand.write(1, 2, SampleRecords.of(CompactionResult.class, Map.of()), GOALS, file("a"));
        assertDocumented("pagurus bench compaction", file("a"));
    }

    @Test
    void tortureHeap_isAsDocumented() throws IOException {
        TortureResult result = SampleRecords.of(TortureResult.class, NO_BUG);
        HeapTortureJson.writeRuns(List.of(result), file("a"));
        HeapTortureJson.writeMutations(List.of(new MutationCheck(result)), file("b"), true);
        assertDocumented("pagurus torture heap", file("a"), file("b"));
    }

    @Test
    void tortureRcu_isAsDocumented() throws IOException {
        TortureOptions options = new TortureOptions(Kind.STRICT, Fence.FULL, 2, 1, 7, null, TortureOptions.NO_PROGRESS_NANOS);
        var result = SampleRecords.of(org.pagurus.rcu.torture.TortureResult.class, Map.of(TortureOptions.class,
            Optional.of(options)));
        TortureJson.write(result, file("a"));
        TortureJson.write(List.of(new org.pagurus.rcu.torture.MutationCheck(result)), List.of("a"), file("b"));
        assertDocumented("pagurus torture rcu", file("a"), file("b"));
    }

    @Test
    void explainDeadlock_isAsDocumented() throws IOException {
        ExplainJson.write(List.of(SampleOutcomes.deadlock(), SampleOutcomes.retry(), SampleOutcomes.failed()), 2, file("a"));
        assertDocumented("pagurus explain deadlock", file("a"));
    }

    // ---- the proof that it notices ----

    @Test
    void difference_aFieldMoreOrLess_isNamed() {
        assertEquals("", difference(Set.of("a", "b[].*", "c.*[].d"), Set.of("a", "b[].x", "b[].y", "c.z[].d")));
        assertEquals("not in docs/json.md: [b]", difference(Set.of("a"), Set.of("a", "b")));
        assertEquals(" not written: [b]", difference(Set.of("a", "b"), Set.of("a")));
        assertEquals("not in docs/json.md: [ab] not written: [a]", difference(Set.of("a"), Set.of("ab")));
    }

    @Test
    void sections_ofTables_haveTheirFields() {
        assertEquals(Map.of("pagurus a", Set.of("x", "y[].z")), sections(List.of("| `w` | b |", "## pagurus a",
            "| field | meaning |", "|---|---|", "| `x` | b |", "| `y[].z` | b `c` |")));
    }
}
