package org.pagurus.bench.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * The input: every file of the running JDK's own image ({@code jrt:/modules}), so that sizes and contents are real ones. A file
 * is known by its index; its key is its path.
 */
public final class JdkValues {
    private final String[] keys;
    private final byte[][] values;
    private final Map<Kind, int[]> members = new EnumMap<>(Kind.class);

    private JdkValues(List<Path> files) {
        keys = new String[files.size()];
        values = new byte[files.size()][];
        Kind[] kinds = new Kind[files.size()];
        IntStream.range(0, keys.length).parallel().forEach(i -> {
            Path file = files.get(i);
            // /modules/<module>/...
            kinds[i] = Kind.ofModule(file.getName(1).toString());
            keys[i] = file.toString();
            values[i] = kinds[i] == Kind.PACKED ? deflate(read(file)) : read(file);
        });
        for (Kind kind : Kind.values()) {
            members.put(kind, IntStream.range(0, keys.length).filter(i -> kinds[i] == kind).toArray());
        }
    }

    /**
     * Reads the whole image; about a second.
     *
     * @return all files
     */
    public static JdkValues load() {
        return load(1);
    }

    /**
     * Reads a part of the image.
     *
     * @param every one file in so many
     * @return these files
     */
    public static JdkValues load(int every) {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> tree = Files.walk(modules)) {
            List<Path> files = tree.filter(Files::isRegularFile).collect(Collectors.toList());
            return new JdkValues(IntStream.range(0, files.size()).filter(i -> i % every == 0).mapToObj(files::get)
                .collect(Collectors.toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            // Deflating makes nothing longer than this, so one call is enough.
            byte[] target = new byte[bytes.length + bytes.length / 100 + 64];
            return Arrays.copyOf(target, deflater.deflate(target));
        } finally {
            deflater.end();
        }
    }

    /**
     * How many files there are.
     *
     * @return the number; indexes are below it
     */
    public int size() {
        return keys.length;
    }

    /** The key of a file. */
    String key(int index) {
        return keys[index];
    }

    /** The contents of a file, deflated if its kind says so; not to be changed. */
    byte[] value(int index) {
        return values[index];
    }

    /** The files of a kind; not to be changed. */
    int[] members(Kind kind) {
        return members.get(kind);
    }

    /**
     * How much there is.
     *
     * @return the sum of all values' lengths
     */
    public long totalBytes() {
        return Arrays.stream(values).mapToLong(value -> value.length).sum();
    }
}
