package org.pagurus.bench.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of a CSV file mean what, and which values of the operation's column.
 *
 * @param key     name or number, from 1, of the column with the key
 * @param size    of that with the size in bytes
 * @param time    of that with the time, which is only checked to be a number that does not go back; null for none
 * @param op      of that with the operation; null for none: all requests are reads
 * @param reads   values of the operation's column that mean a read; empty: all that mean nothing else
 * @param writes  likewise a write
 * @param deletes values that mean a delete
 */
public record Columns(String key, String size, String time, String op, Set<String> reads, Set<String> writes,
    Set<String> deletes) {

    private static final List<String> NAMES = List.of("key", "size", "time", "op", "read", "write", "delete");

    /**
     * Reads what stands on the command line, such as {@code key=lbn,size=size,op=op,write=2a}. Several values have a bar between
     * them: {@code write=set|add}.
     *
     * @param text parts with commas between them
     * @return the columns
     * @throws IllegalArgumentException if it is malformed, with what is allowed
     */
    public static Columns parse(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = part.substring(equals + 1).strip();
            if (!NAMES.contains(name) || value.isEmpty()) {
                throw new IllegalArgumentException("'" + part.strip() + "' is not name=column; allowed names are "
                    + String.join(", ", NAMES) + "; for example key=lbn,size=size,op=op,write=2a,read=28");
            }
            if (parts.put(name, value) != null) {
                throw new IllegalArgumentException(name + " is there twice");
            }
        }
        if (!parts.containsKey("key") || !parts.containsKey("size")) {
            throw new IllegalArgumentException("key and size are needed; for example key=lbn,size=size");
        }
        Columns columns = new Columns(parts.get("key"), parts.get("size"), parts.get("time"), parts.get("op"),
            values(parts.get("read")), values(parts.get("write")), values(parts.get("delete")));
        columns.requireOperations();
        return columns;
    }

    private static Set<String> values(String text) {
        return text == null ? Set.of() : Set.copyOf(List.of(text.split("\\|", -1)));
    }

    private void requireOperations() {
        boolean named = !reads.isEmpty() || !writes.isEmpty() || !deletes.isEmpty();
        if (named != (op != null)) {
            throw new IllegalArgumentException(named ? "read, write and delete are values of the column op, which is missing"
                : "op needs values that mean something; for example op=op,write=2a,read=28");
        }
        reads.forEach(value -> requireOne(value, writes.contains(value) || deletes.contains(value)));
        writes.forEach(value -> requireOne(value, deletes.contains(value)));
    }

    private static void requireOne(String value, boolean another) {
        if (another) {
            throw new IllegalArgumentException("the value '" + value + "' of op means two things");
        }
    }

    /** What a value of the operation's column means. */
    Operation operation(String value, Place where) {
        if (writes.contains(value)) {
            return Operation.WRITE;
        }
        if (deletes.contains(value)) {
            return Operation.DELETE;
        }
        if (reads.contains(value) || reads.isEmpty() && !writes.isEmpty()) {
            return Operation.READ;
        }
        if (writes.isEmpty() && !reads.isEmpty()) {
            return Operation.WRITE;
        }
        throw where.wrong("the operation '" + value + "' means nothing; --columns says read=" + String.join("|", reads)
            + " write=" + String.join("|", writes) + " delete=" + String.join("|", deletes));
    }
}
