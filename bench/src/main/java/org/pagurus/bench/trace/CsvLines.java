package org.pagurus.bench.trace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a CSV file (RFC 4180): fields with commas between them; a field in quotes may hold commas, and a quote as two.
 * Lines end with LF or CR LF. Stricter than the RFC: no line breaks inside quotes, no empty lines but at the end of the file.
 */
final class CsvLines {
    /** A longer line is no line of a trace: most likely the file is not a text. */
    private static final int MAX_LINE = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final TraceFile file;
    private final Place place;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    CsvLines(TraceFile file) {
        this.file = file;
        this.place = new Place(file.name(), "line");
    }

    Place place() {
        return place;
    }

    /**
     * The next line's fields, or null at the end.
     *
     * @throws TraceException if the line is malformed
     */
    List<String> next() {
        String text = nextText();
        if (text != null && text.isEmpty()) {
            requireEnd();
            return null;
        }
        return text == null ? null : fields(text);
    }

    private String nextText() {
        line.reset();
        int read = file.read();
        if (read < 0) {
            return null;
        }
        place.next();
        while (read >= 0 && read != '\n') {
            if (line.size() == MAX_LINE) {
                throw place.wrong("has more than " + MAX_LINE + " bytes; is this a text file?");
            }
            line.write(read);
            read = file.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        return place.number() == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private void requireEnd() {
        TraceException empty = place.wrong("is empty");
        for (String text = nextText(); text != null; text = nextText()) {
            if (!text.isEmpty()) {
                throw empty;
            }
        }
    }

    private List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            if (at < text.length() && text.charAt(at) == '"') {
                StringBuilder field = new StringBuilder();
                at = quoted(text, at + 1, field);
                fields.add(field.toString());
            } else {
                int comma = text.indexOf(',', at);
                int end = comma < 0 ? text.length() : comma;
                String field = text.substring(at, end);
                if (field.indexOf('"') >= 0) {
                    throw place.wrong("a quote stands inside field " + (fields.size() + 1) + ", which does not begin with one");
                }
                fields.add(field);
                at = end;
            }
            if (at < text.length() && text.charAt(at) != ',') {
                throw place.wrong("a comma is missing after the quotes of field " + fields.size());
            }
            at++;
        }
        return fields;
    }

    /** Reads up to the closing quote, and returns what stands behind it. */
    private int quoted(String text, int begin, StringBuilder field) {
        for (int at = begin; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character != '"') {
                field.append(character);
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else {
                return at + 1;
            }
        }
        throw place.wrong("the quotes are not closed");
    }
}
