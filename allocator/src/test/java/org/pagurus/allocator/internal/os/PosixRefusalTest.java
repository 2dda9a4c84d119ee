package org.pagurus.allocator.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import net.openhft.posix.PosixAPI;
import net.openhft.posix.internal.PosixAPIHolder;
import org.junit.jupiter.api.Test;

/** A platform where memory could never be given back is refused, by every call and every time, before anything is mapped. */
class PosixRefusalTest {
    private static void tryAll() {
        attempt("page", Posix::osPageLength);
        attempt("reserve", () -> Mapping.reserve(1 << 22, 1 << 22).close());
        attempt("page", Posix::osPageLength);
    }

    private static void attempt(String name, Runnable call) {
        try {
            call.run();
            System.out.println(name + " worked");
        } catch (IllegalStateException e) {
            System.out.println(name + " refused: " + e.getMessage());
        }
    }

    /** Nothing is wrong: the other children differ from this one by their posix alone. */
    static final class Healthy {
        private Healthy() {
        }

        public static void main(String[] args) {
            tryAll();
        }
    }

    static final class WithoutPosix {
        private WithoutPosix() {
        }

        public static void main(String[] args) {
            PosixAPI.useNoOpPosixApi();
            tryAll();
        }
    }

    /** Calls itself a native posix and maps memory as one does, but its madvise does nothing and says that all is well. */
    static final class WithoutMadvise {
        private WithoutMadvise() {
        }

        public static void main(String[] args) {
            PosixAPIHolder.POSIX_API = new JNRWithoutMadvise(PosixAPI.posix(), 0);
            tryAll();
        }
    }

    /** As above, but its madvise fails, as under a sandbox that forbids the call. */
    static final class WithFailingMadvise {
        private WithFailingMadvise() {
        }

        public static void main(String[] args) {
            PosixAPIHolder.POSIX_API = new JNRWithoutMadvise(PosixAPI.posix(), -1);
            tryAll();
        }
    }

    private static void requireRefused(Class<?> main, String reason, String... moreFlags) throws Exception {
        List<String> flags = new ArrayList<>(ChildJvm.FLAGS);
        flags.addAll(List.of(moreFlags));
        ChildJvm child = ChildJvm.run(main, flags);
        assertEquals(0, child.exitCode(), child.output());
        assertFalse(child.output().contains("worked"), child.output());
        assertEquals(3, child.output().lines().filter(line -> line.contains("refused: ") && line.contains(reason)).count(),
            child.output());
    }

    @Test
    void nativePosixWorks() throws Exception {
        ChildJvm child = ChildJvm.run(Healthy.class, ChildJvm.FLAGS);
        assertEquals(3, child.output().lines().filter(line -> line.endsWith("worked")).count(), child.output());
        assertFalse(child.output().contains("refused"), child.output());
    }

    @Test
    void posixThatDoesNothingIsRefusedByItsName() throws Exception {
        requireRefused(WithoutPosix.class, "(provider=NoOpPosixAPI); Pagurus needs Linux, a jnr-ffi native library");
    }

    /** The usual way into the silent no-op: the native library is there, but there is no directory that it can be unpacked to. */
    @Test
    void nativeLibraryThatCannotBeUnpackedIsRefused() throws Exception {
        requireRefused(Healthy.class, "-Djffi.extract.dir", "-Djffi.extract.dir=/proc");
    }

    @Test
    void madviseThatReleasesNothingIsRefused() throws Exception {
        requireRefused(WithoutMadvise.class, "madvise(MADV_DONTNEED) returned 0 but did not release the page");
    }

    @Test
    void madviseThatFailsIsRefused() throws Exception {
        requireRefused(WithFailingMadvise.class, "madvise(MADV_DONTNEED) returned -1 but did not release the page");
    }
}
