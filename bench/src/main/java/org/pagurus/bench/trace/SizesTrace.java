package org.pagurus.bench.trace;

import java.util.List;

/** One size in a line, each of an object of its own that is written once. */
final class SizesTrace {
    private SizesTrace() {
    }

    /** Adds all requests of a file. */
    static void read(TraceFile file, TraceBuilder requests) {
        CsvLines lines = new CsvLines(file);
        List<String> line = lines.next();
        while (line != null && !requests.isFull()) {
            String text = String.join(",", line).strip();
            long size;
            try {
                size = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw lines.place().wrong("'" + text + "' is not a number of bytes");
            }
            requests.addNew(size, lines.place());
            line = lines.next();
        }
    }
}
