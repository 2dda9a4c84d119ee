package org.pagurus.bench.cli;

import java.nio.file.Path;
import org.pagurus.bench.replay.ReplayTask;
import org.pagurus.bench.trace.Columns;
import org.pagurus.bench.trace.Trace;
import org.pagurus.bench.trace.TraceException;
import org.pagurus.bench.trace.TraceFormat;

/** The trace of {@code bench defrag}. */
final class TraceArguments {
    private TraceArguments() {
    }

    /**
     * What the options say.
     *
     * @throws UnusableException if they do not go together
     */
    static ReplayTask task(Path file, String formatName, String columns) {
        TraceFormat format = Arguments.parsed("--trace-format", () -> TraceFormat.of(formatName));
        if (format == TraceFormat.TWITTER) {
            throw new UnusableException("--trace-format: twitter files hold no requests; 'pagurus replay' makes them");
        }
        if (columns != null) {
            Arguments.parsed("--trace-columns", () -> Columns.parse(columns));
        } else if (format == TraceFormat.CSV) {
            throw new UnusableException("--trace-columns is missing: which columns hold key and size; for example "
                + "key=lbn,size=size");
        }
        return new ReplayTask(file.toString(), format, columns, 0, Integer.MAX_VALUE, 0, 0, true);
    }

    /**
     * Its requests; those of size 0 are left out.
     *
     * @throws UnusableException if it cannot be read
     */
    static Trace trace(ReplayTask task) {
        try {
            return task.trace();
        } catch (TraceException e) {
            throw new UnusableException("--trace: " + e.getMessage());
        }
    }
}
