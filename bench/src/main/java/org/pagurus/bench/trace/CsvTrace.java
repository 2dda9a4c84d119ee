package org.pagurus.bench.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests from a CSV file. Columns that are given by name need a first line of names; if all are given by number, a first line
 * whose size is no number is taken for one.
 */
final class CsvTrace {
    private static final int NONE = -1;

    private final Columns columns;
    private final CsvLines lines;
    private final TraceBuilder requests;
    private int key;
    private int size;
    private int time;
    private int op;
    private int width;
    private double lastTime = Double.NEGATIVE_INFINITY;

    private CsvTrace(TraceFile file, Columns columns, TraceBuilder requests) {
        this.columns = columns;
        this.lines = new CsvLines(file);
        this.requests = requests;
    }

    /** Adds all requests of a file. */
    static void read(TraceFile file, Columns columns, TraceBuilder requests) {
        new CsvTrace(file, columns, requests).read();
    }

    private void read() {
        List<String> first = lines.next();
        if (first == null) {
            return;
        }
        width = first.size();
        key = index("key", columns.key(), first);
        size = index("size", columns.size(), first);
        time = index("time", columns.time(), first);
        op = index("op", columns.op(), first);
        boolean named = !(isNumber(columns.key()) && isNumber(columns.size()) && isNumber(columns.time())
            && isNumber(columns.op()));
        List<String> line = named || !isNumber(first.get(size)) ? lines.next() : first;
        while (line != null && !requests.isFull()) {
            add(line);
            line = lines.next();
        }
    }

    private static boolean isNumber(String text) {
        return text == null || !text.isEmpty() && text.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    private int index(String what, String column, List<String> names) {
        if (column == null) {
            return NONE;
        }
        int found = names.indexOf(column);
        if (found != names.lastIndexOf(column)) {
            throw lines.place().wrong("there are two columns " + column + "; give the number instead");
        }
        if (found < 0 && isNumber(column)) {
            int number = column.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(column);
            if (number < 1 || number > names.size()) {
                throw lines.place().wrong("there is no column " + column + " for " + what + "; the line has columns 1 to "
                    + names.size());
            }
            return number - 1;
        }
        if (found < 0) {
            List<String> quoted = new ArrayList<>();
            names.forEach(name -> quoted.add("'" + name + "'"));
            throw lines.place().wrong("there is no column '" + column + "' for " + what + "; there are "
                + String.join(", ", quoted) + ", or numbers from 1");
        }
        return found;
    }

    private void add(List<String> line) {
        Place place = lines.place();
        if (line.size() != width) {
            throw place.wrong("has " + line.size() + " fields, and the first line has " + width);
        }
        String id = line.get(key);
        if (id.isEmpty()) {
            throw place.wrong("the key is empty");
        }
        if (time != NONE) {
            requireTime(line.get(time));
        }
        Operation operation = op == NONE ? Operation.READ : columns.operation(line.get(op), place);
        requests.add(operation, id, operation == Operation.DELETE ? 0 : number(line.get(size)), place);
    }

    private long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw lines.place().wrong("the size '" + text + "' is not a number of bytes");
        }
    }

    private void requireTime(String text) {
        double now;
        try {
            now = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw lines.place().wrong("the time '" + text + "' is not a number");
        }
        if (!(now >= lastTime)) {
            throw lines.place().wrong("the time goes back from " + lastTime + " to " + text
                + "; sort the file, or leave time out");
        }
        lastTime = now;
    }
}
