package org.pagurus.bench.trace;

/** Where in a file something stands. Changes as the file is read. */
final class Place {
    private final String file;
    private final String unit;
    private long number;

    /**
     * Before the first.
     *
     * @param file its name
     * @param unit what is counted: lines or records
     */
    Place(String file, String unit) {
        this.file = file;
        this.unit = unit;
    }

    String file() {
        return file;
    }

    long number() {
        return number;
    }

    void next() {
        number++;
    }

    /** What is wrong with the current one, to be thrown. */
    TraceException wrong(String message) {
        return new TraceException(file + ", " + unit + " " + number + ": " + message);
    }
}
