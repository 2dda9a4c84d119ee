package org.pagurus.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pagurus.relocation.HeapStats;

/**
 * The result as a table of texts, for the terminal and the HTML report.
 */
public final class ResultTable {
    /** What stands above the columns. */
    public static final List<String> TITLES = List.of("", "compactor off", "compactor on");

    private static final String ROW = "%-34s %16s %16s%n";

    private final DemoResult result;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Makes the table.
     *
     * @param result what a run found
     */
    public ResultTable(DemoResult result) {
        this.result = result;
        addSnapshots("live: the values' lengths", snapshot -> Units.mib(snapshot.sample().liveBytes()));
        addHeaps("in pages", HeapStats::usedBytes);
        addHeaps("mapped: pages, free, waiting", HeapStats::mappedBytes);
        addHeaps("resident, from the kernel", HeapStats::residentBytes);
        addHeaps("metadata", HeapStats::metadataBytes);
        addSnapshots("resident / live", snapshot -> Units.ratio(snapshot.sample().ratio()));
        addLatencies("reads timed", Latencies::count, Units::count);
        addLatencies("read latency p50", Latencies::p50, Units::nanos);
        addLatencies("read latency p99", Latencies::p99, Units::nanos);
        addLatencies("read latency p99.9", Latencies::p999, Units::nanos);
        addLatencies("read latency, slowest", Latencies::max, Units::nanos);
    }

    private void addSnapshots(String title, Function<Snapshot, String> value) {
        rows.add(List.of(title, value.apply(result.before()), value.apply(result.after())));
    }

    private void addHeaps(String title, Function<HeapStats, Long> bytes) {
        addSnapshots(title, snapshot -> Units.mib(bytes.apply(snapshot.sample().heap())));
    }

    private void addLatencies(String title, Function<Latencies, Long> value, Function<Long, String> text) {
        addSnapshots(title, snapshot -> text.apply(value.apply(snapshot.latencies())));
    }

    /**
     * The lines of the table.
     *
     * @return for each line its title and a figure for each column
     */
    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /**
     * What belongs to the whole run.
     *
     * @return sentences
     */
    public List<String> notes() {
        HeapStats heap = result.after().sample().heap();
        return List.of(
            Units.count(result.readsChecked()) + " reads were checked byte by byte, " + Units.count(result.readsWrong())
                + " were wrong; " + Units.count(result.updates()) + " updates in place, " + Units.count(result.updatesLost())
                + " lost.",
            Units.count(heap.pagesMigrated()) + " pages moved, " + Units.count(heap.pagesFolded()) + " of them folded, with "
                + Units.mib(heap.bytesCopied()) + " copied; " + Units.count(heap.migrationsCancelled()) + " moves cancelled by "
                + "writers, " + Units.count(heap.pinsTaken()) + " pins on pages about to move, "
                + Units.count(heap.pagesPutBack()) + " moves given up.",
            Units.mib(heap.bytesReleased()) + " of free memory went back to the OS.",
            "A timed read is: enter the section, look up, copy, exit. Its checksum is computed after that.");
    }

    /**
     * What is wrong.
     *
     * @return one line for each problem; empty if nothing is
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (result.readsWrong() > 0) {
            problems.add("reads: " + Units.count(result.readsWrong()) + " were wrong");
        }
        result.errors().forEach(error -> problems.add("error: " + error));
        result.accounting().forEach(line -> problems.add("accounting: " + line));
        result.verifier().forEach(line -> problems.add("verifier: " + line));
        return problems;
    }

    /**
     * The table as plain text.
     *
     * @return lines
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(Units.format(ROW, TITLES.toArray()));
        rows.forEach(row -> text.append(Units.format(ROW, row.toArray())));
        text.append(System.lineSeparator());
        notes().forEach(note -> text.append(note).append(System.lineSeparator()));
        problems().forEach(problem -> text.append("WRONG: ").append(problem).append(System.lineSeparator()));
        return text.toString();
    }
}
