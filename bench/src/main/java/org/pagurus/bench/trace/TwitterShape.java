package org.pagurus.bench.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The load of one cluster, after the published figures of Twitter's caches (Yang et al., OSDI 2020): mean sizes of keys and
 * values, mix of operations, and the exponent of Zipf's law.
 *
 * <p>What the figures do not say is assumed: values are distributed geometrically, each write draws a size anew, and an item
 * holds its key as memcached's do. {@code get} and {@code gets} are reads, {@code delete} deletes, all others write.
 *
 * @param name       of the cluster
 * @param keyBytes   mean
 * @param valueBytes mean
 * @param read       part of the operations
 * @param write      likewise
 * @param delete     likewise
 * @param zipfAlpha  the exponent
 */
public record TwitterShape(String name, int keyBytes, int valueBytes, double read, double write, double delete,
    double zipfAlpha) {

    private static final Set<String> READS = Set.of("get", "gets");
    private static final String MISSING = "N/A";
    private static final String DELETE = "delete";
    /** Odd and prime: neighbours in rank are no neighbours in number. */
    private static final long SCATTER = 2_654_435_761L;

    /**
     * Finds a cluster in a file of shapes.
     *
     * @param path    CSV with the columns cluster, key_bytes_mean, value_bytes_mean, operations and zipf_alpha
     * @param cluster its number
     * @return its shape
     * @throws TraceException if the file cannot be read, or there is no such cluster, or a figure is missing
     */
    public static TwitterShape read(Path path, int cluster) {
        try (TraceFile file = TraceFile.open(path)) {
            CsvLines lines = new CsvLines(file);
            List<String> names = lines.next();
            if (names == null) {
                throw new TraceException(path + ": the file is empty");
            }
            List<Integer> columns = new ArrayList<>();
            for (String name : List.of("cluster", "key_bytes_mean", "value_bytes_mean", "operations", "zipf_alpha")) {
                columns.add(names.indexOf(name));
                if (!names.contains(name)) {
                    throw lines.place().wrong("there is no column '" + name + "'; there are "
                        + String.join(", ", names));
                }
            }
            return find(lines, names.size(), columns, cluster);
        }
    }

    private static TwitterShape find(CsvLines lines, int width, List<Integer> columns, int cluster) {
        List<String> known = new ArrayList<>();
        for (List<String> line = lines.next(); line != null; line = lines.next()) {
            if (line.size() != width) {
                throw lines.place().wrong("has " + line.size() + " fields, and the first line has " + width);
            }
            List<String> fields = columns.stream().map(line::get).toList();
            if (fields.get(0).equals("cluster" + cluster)) {
                return parse(fields, lines.place());
            }
            known.add(fields.get(0));
        }
        throw new TraceException(lines.place().file() + ": there is no cluster" + cluster + "; there are " + (known.isEmpty()
            ? "none" : known.get(0) + " to " + known.get(known.size() - 1)));
    }

    private static TwitterShape parse(List<String> fields, Place place) {
        double read = 0;
        double write = 0;
        double delete = 0;
        for (String operation : requiredText(fields, 3, "operations", place).split(" ")) {
            int colon = operation.indexOf(':');
            double part = number(operation.substring(colon + 1), "operations", place);
            String name = operation.substring(0, Math.max(0, colon));
            read += READS.contains(name) ? part : 0;
            delete += name.equals(DELETE) ? part : 0;
            write += READS.contains(name) || name.equals(DELETE) ? 0 : part;
        }
        double all = read + write + delete;
        if (!(all > 0)) {
            throw place.wrong("the parts of the operations are 0");
        }
        int keyBytes = (int) required(fields, 1, "key_bytes_mean", place);
        int valueBytes = (int) Math.max(1, required(fields, 2, "value_bytes_mean", place));
        return new TwitterShape(fields.get(0), keyBytes, valueBytes, read / all, write / all, delete / all,
            required(fields, 4, "zipf_alpha", place));
    }

    private static double required(List<String> fields, int index, String name, Place place) {
        return number(requiredText(fields, index, name, place), name, place);
    }

    private static String requiredText(List<String> fields, int index, String name, Place place) {
        String field = fields.get(index).strip();
        if (field.isEmpty() || field.equals("NA") || field.equals(MISSING)) {
            throw place.wrong(fields.get(0) + " has no " + name + "; choose another cluster");
        }
        return field;
    }

    private static double number(String text, String name, Place place) {
        try {
            double number = Double.parseDouble(text.strip());
            if (number >= 0 && number <= Trace.MAX_SIZE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw place.wrong("'" + text + "' in " + name + " is not a number from 0 on");
    }

    /**
     * The mean size of an item.
     *
     * @return bytes of key and value
     */
    public int itemBytes() {
        return keyBytes + valueBytes;
    }

    /**
     * Makes requests.
     *
     * @param requests how many
     * @param keys     from how many keys
     * @param seed     of all choices
     * @return the trace
     */
    public Trace trace(int requests, int keys, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Zipf zipf = new Zipf(zipfAlpha, keys);
        TraceBuilder builder = new TraceBuilder(requests, false);
        Place place = new Place(name, "request");
        for (int i = 0; i < requests; i++) {
            place.next();
            double choice = random.nextDouble();
            Operation operation = choice < read ? Operation.READ : choice < read + write ? Operation.WRITE : Operation.DELETE;
            builder.add(operation, scatter(zipf.next(random), keys), keyBytes + geometric(random), place);
        }
        return builder.build(name);
    }

    private static int scatter(int rank, int keys) {
        return (int) (rank * SCATTER % keys);
    }

    /** From 1, with the mean of the values. */
    private long geometric(SplittableRandom random) {
        return valueBytes == 1 ? 1 : 1 + (long) (Math.log(1 - random.nextDouble()) / Math.log1p(-1.0 / valueBytes));
    }
}
