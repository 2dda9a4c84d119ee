package org.pagurus.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A library whose {@code malloc} can take the place of the C library's, by {@code LD_PRELOAD}. */
public enum MallocLibrary {
    /** jemalloc. */
    JEMALLOC("jemalloc", "libjemalloc2"),
    /** mimalloc. */
    MIMALLOC("mimalloc", "libmimalloc2.0"),
    /** tcmalloc, the small kind without profilers. */
    TCMALLOC("tcmalloc", "libtcmalloc-minimal4");

    /** What the loader says when it goes on without the library. */
    public static final String REFUSED = "cannot be preloaded";

    private static final List<Path> FOLDERS = List.of(Path.of("/usr/lib/x86_64-linux-gnu"),
        Path.of("/usr/lib/aarch64-linux-gnu"), Path.of("/usr/lib64"), Path.of("/usr/lib"), Path.of("/usr/local/lib64"),
        Path.of("/usr/local/lib"));

    private final String id;
    private final String debianPackage;

    MallocLibrary(String id, String debianPackage) {
        this.id = id;
        this.debianPackage = debianPackage;
    }

    /**
     * The name in tables and files.
     *
     * @return the name
     */
    public String id() {
        return id;
    }

    /**
     * The package of Debian and Ubuntu that has it.
     *
     * @return the name of the package
     */
    public String debianPackage() {
        return debianPackage;
    }

    /**
     * Looks where libraries usually are.
     *
     * @return its file
     */
    public Optional<Path> find() {
        return find(FOLDERS);
    }

    /**
     * The first file in some folders that is the library or its smaller kind, such as {@code libtcmalloc_minimal.so.4}.
     *
     * @param folders those that there are not are skipped
     * @return its file
     */
    Optional<Path> find(List<Path> folders) {
        Pattern pattern = Pattern.compile("lib" + id + "(_minimal)?\\.so(\\.[0-9.]+)?");
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.list(folder)) {
                Optional<Path> found = files.filter(file -> pattern.matcher(file.getFileName().toString()).matches()).sorted()
                    .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException e) {
                // A folder that cannot be read has nothing to preload.
                continue;
            }
        }
        return Optional.empty();
    }

    /**
     * A JVM with this {@code malloc}.
     *
     * @return the peer
     */
    public Peer peer() {
        return peer(find());
    }

    Peer peer(Optional<Path> file) {
        return file.map(found -> new Peer(Jdks.current(), List.of(), Map.of("LD_PRELOAD", found.toString()), ""))
            .orElseGet(() -> Peer.missing("no lib" + id + ".so was found; on Debian and Ubuntu: apt-get install "
                + debianPackage));
    }
}
