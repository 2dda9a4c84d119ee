package org.pagurus.bench.trace;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file whose bytes are read once, from its beginning; what is packed by gzip is unpacked. */
final class TraceFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private final Path path;
    private final InputStream in;

    private TraceFile(Path path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /**
     * Opens a file.
     *
     * @throws TraceException if it cannot be read
     */
    static TraceFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new TraceException(path + " is a folder; name a file");
        }
        try {
            InputStream plain = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
            try {
                return new TraceFile(path, unpacked(path, plain));
            } catch (IOException | RuntimeException e) {
                plain.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new TraceException(path + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new TraceException(path + ": permission to read it is denied", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static InputStream unpacked(Path path, InputStream plain) throws IOException {
        plain.mark(ZSTD.length);
        byte[] begin = plain.readNBytes(ZSTD.length);
        plain.reset();
        if (beginsWith(begin, ZSTD)) {
            throw new TraceException(path + " is packed by zstd, which is not read; unpack it first: zstd -d " + path);
        }
        return beginsWith(begin, GZIP) ? new BufferedInputStream(new GZIPInputStream(plain, BUFFER_BYTES), BUFFER_BYTES) : plain;
    }

    private static boolean beginsWith(byte[] bytes, byte[] mark) {
        boolean begins = bytes.length >= mark.length;
        for (int i = 0; begins && i < mark.length; i++) {
            begins = bytes[i] == mark[i];
        }
        return begins;
    }

    String name() {
        return path.toString();
    }

    /** The next byte, or -1 at the end. */
    int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Fills an array as far as the file goes, and returns how far. */
    int read(byte[] target) {
        try {
            return in.readNBytes(target, 0, target.length);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static TraceException unreadable(Path path, IOException e) {
        if (e instanceof EOFException) {
            return new TraceException(path + ": the gzip data ends early: the file is truncated", e);
        }
        if (e instanceof ZipException) {
            return new TraceException(path + ": the gzip data is damaged: " + e.getMessage(), e);
        }
        return new TraceException(path + " cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
