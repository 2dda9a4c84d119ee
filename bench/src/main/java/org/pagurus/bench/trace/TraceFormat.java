package org.pagurus.bench.trace;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** How a file holds its requests. */
public enum TraceFormat {
    /** Comma-separated values, whose columns are named. */
    CSV,
    /** libCacheSim's {@code oracleGeneral} records; its plain CSV (time, id, size) if the name says so. */
    LIBCACHESIM,
    /** One size in a line, each of a new object. */
    SIZES,
    /** Figures of clusters, after which requests are made. */
    TWITTER;

    private static final Columns LIBCACHESIM_COLUMNS = Columns.parse("time=1,key=2,size=3");

    /**
     * The name on the command line.
     *
     * @return the name
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds one by its name.
     *
     * @param id the name
     * @return the format
     * @throws IllegalArgumentException if there is none
     */
    public static TraceFormat of(String id) {
        return Arrays.stream(values()).filter(format -> format.id().equals(id)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("'" + id + "' is not a format; allowed: "
                + String.join(", ", Arrays.stream(values()).map(TraceFormat::id).toList())));
    }

    /**
     * Reads a file of this format, other than {@link #TWITTER}.
     *
     * @param path      the file, packed by gzip or not
     * @param columns   of a CSV file; null for the format's own
     * @param requests  the most that are read
     * @param skipEmpty whether requests of size 0 are left out; otherwise they are refused
     * @return its requests
     * @throws TraceException if the file cannot be read or is malformed
     */
    public Trace read(Path path, Columns columns, long requests, boolean skipEmpty) {
        TraceBuilder builder = new TraceBuilder(requests, skipEmpty);
        try (TraceFile file = TraceFile.open(path)) {
            switch (this) {
                case CSV -> CsvTrace.read(file, requireColumns(path, columns), builder);
                case LIBCACHESIM -> {
                    if (isCsv(path)) {
                        CsvTrace.read(file, columns == null ? LIBCACHESIM_COLUMNS : columns, builder);
                    } else {
                        BinaryTrace.read(file, builder);
                    }
                }
                case SIZES -> SizesTrace.read(file, builder);
                default -> throw new IllegalArgumentException(id() + " holds shapes; see TwitterShape");
            }
        }
        return builder.build(path.toString());
    }

    private static Columns requireColumns(Path path, Columns columns) {
        if (columns == null) {
            throw new TraceException(path + ": which columns it has must be said; for example key=lbn,size=size");
        }
        return columns;
    }

    private static boolean isCsv(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }
}
