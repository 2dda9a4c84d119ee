package org.pagurus.bench.replay;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.pagurus.bench.caches.Sizing;
import org.pagurus.bench.trace.Columns;
import org.pagurus.bench.trace.Trace;
import org.pagurus.bench.trace.TraceFormat;
import org.pagurus.bench.trace.TwitterShape;

/**
 * What is replayed.
 *
 * @param file       the trace, or the figures that one is made after
 * @param format     of the file
 * @param columns    of a CSV file, as on the command line; null for the format's own
 * @param cluster    of a {@link TraceFormat#TWITTER} file; otherwise of no meaning
 * @param requests   the most that are replayed
 * @param limitBytes of the cache; 0 for a quarter of the trace's footprint
 * @param seed       of what is made
 * @param skipEmpty  whether requests of size 0 are left out
 */
public record ReplayTask(String file, TraceFormat format, String columns, int cluster, int requests, long limitBytes, long seed,
    boolean skipEmpty) {

    /** The least limit of a cache, in bytes. */
    public static final long MIN_LIMIT_BYTES = 1L << 20;
    /** The limit after which a made trace takes its number of keys when no other is given. */
    public static final long MADE_LIMIT_BYTES = 256L << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** A made trace has keys for so many caches; a trace that is read gets a cache for one part of so many of its footprint. */
    private static final int FOOTPRINTS = 4;

    /**
     * Reads or makes the requests.
     *
     * @return the trace
     * @throws org.pagurus.bench.trace.TraceException if it cannot be had
     */
    public Trace trace() {
        if (format == TraceFormat.TWITTER) {
            TwitterShape shape = TwitterShape.read(Path.of(file), cluster);
            long bytes = FOOTPRINTS * (limitBytes == 0 ? MADE_LIMIT_BYTES : limitBytes);
            return shape.trace(requests, (int) Math.max(1, Math.min(Integer.MAX_VALUE / 2, bytes / shape.itemBytes())), seed);
        }
        return format.read(Path.of(file), columns == null ? null : Columns.parse(columns), requests, skipEmpty);
    }

    /**
     * The cache for a trace.
     *
     * @param trace of this task
     * @return its limit and what it has to be ready for
     */
    public Sizing sizing(Trace trace) {
        long limit = limitBytes;
        if (limit == 0) {
            limit = format == TraceFormat.TWITTER ? MADE_LIMIT_BYTES
                : Math.max(MIN_LIMIT_BYTES, trace.footprintBytes() / FOOTPRINTS);
        }
        int largest = Math.max(1, trace.largestBytes());
        int average = (int) Math.max(1, Math.min(largest, trace.footprintBytes() / trace.keys()));
        return new Sizing(limit, trace.keys(), average, largest);
    }

    /**
     * Whether the least recently used value goes first, instead of what the subject's policy says.
     *
     * @return true if no object is asked for again
     */
    @JsonIgnore
    public boolean isLru() {
        return format == TraceFormat.SIZES;
    }

    /**
     * One line, for another JVM.
     *
     * @return JSON
     */
    public String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what {@link #json} made.
     *
     * @param json one line
     * @return the task
     */
    public static ReplayTask parse(String json) {
        try {
            return MAPPER.readValue(json, ReplayTask.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a task: " + json, e);
        }
    }
}
