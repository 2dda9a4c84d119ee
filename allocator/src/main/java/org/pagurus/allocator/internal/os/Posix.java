package org.pagurus.allocator.internal.os;

import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.types.intptr_t;
import jnr.ffi.types.size_t;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;
import net.openhft.posix.PosixRuntimeException;
import org.pagurus.allocator.OffHeapExhaustedException;

/**
 * Every native call of this module: mmap, munmap and madvise through Chronicle's posix, mincore and getpagesize through jnr.
 *
 * <p>Where its native library cannot load, Chronicle's posix silently hands out an implementation whose madvise returns 0 and
 * does nothing. Memory would then never go back. So the first use runs a self-test: a page is written, given back, and must
 * read 0. A platform that fails it is refused.
 */
public final class Posix {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    /** mincore is asked about so much at a time: all of a large heap at once would take a vector of 1/4,096 of it. */
    private static final long WINDOW_LENGTH = 1L << 30;
    /** The bit of each byte that says whether its page is resident. */
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private Posix() {
    }

    /** The calls that Chronicle's posix lacks. Public because jnr implements it in generated code. */
    public interface LibC {
        @IgnoreError
        int mincore(@intptr_t long address, @size_t long length, @intptr_t long vector);

        @IgnoreError
        int getpagesize();
    }

    /** Loaded, and tested, at the first native call. */
    private static final class Native {
        static final PosixAPI POSIX = PosixAPI.posix();
        static final LibC LIBC;
        static final int OS_PAGE_LENGTH;
        static final String REFUSAL;

        static {
            String refusal = refusalOf(POSIX);
            LibC libc = null;
            int length = 0;
            if (refusal == null) {
                libc = LibraryLoader.create(LibC.class).load("c");
                length = libc.getpagesize();
                refusal = selfTest(length);
            }
            LIBC = libc;
            OS_PAGE_LENGTH = length;
            REFUSAL = refusal;
        }

        private static String refusalOf(PosixAPI posix) {
            boolean real = posix.getClass().getSimpleName().startsWith("JNR");
            boolean linux = System.getProperty("os.name").startsWith("Linux");
            return real && linux ? null : "no native posix calls on os=" + System.getProperty("os.name") + " arch="
                + System.getProperty("os.arch") + " (provider=" + posix.getClass().getSimpleName()
                + "); Pagurus needs Linux, a jnr-ffi native library for this architecture on the class path, and a writable"
                + " directory to unpack it to (java.io.tmpdir, or -Djffi.extract.dir)";
        }

        private static String selfTest(int length) {
            long address = POSIX.mmap(0, length, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
            RawMemory.putLong(address, -1L);
            int result = POSIX.madvise(address, length, MAdviseFlag.MADV_DONTNEED.value());
            boolean released = result == 0 && RawMemory.getLong(address) == 0;
            POSIX.munmap(address, length);
            return released ? null : "madvise(MADV_DONTNEED) returned " + result + " but did not release the page (provider="
                + POSIX.getClass().getSimpleName() + "); memory could never be given back, so this platform is refused";
        }
    }

    private static PosixAPI posix() {
        if (Native.REFUSAL != null) {
            throw new IllegalStateException(Native.REFUSAL);
        }
        return Native.POSIX;
    }

    /** The length of an OS page in bytes: 4,096 on x86-64. */
    public static int osPageLength() {
        posix();
        return Native.OS_PAGE_LENGTH;
    }

    static long reserve(long length) {
        try {
            return posix().mmap(0, length, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
        } catch (PosixRuntimeException e) {
            throw new OffHeapExhaustedException(length, "mmap of " + length + " bytes of address space failed: "
                + e.getMessage() + "; check the process limit (ulimit -v), vm.overcommit_memory and vm.max_map_count");
        }
    }

    static void unmap(long address, long length) {
        int result = posix().munmap(address, length);
        if (result != 0) {
            throw new IllegalStateException("munmap address=0x" + Long.toHexString(address) + " length=" + length
                + " failed: " + posix().lastErrorStr());
        }
    }

    static boolean advise(long address, long length, MAdviseFlag advice) {
        return posix().madvise(address, length, advice.value()) == 0;
    }

    /**
     * Bytes of the range that the kernel holds in memory now (mincore). Cost: one byte copied for each OS page, into a vector
     * that is not longer than a window needs.
     */
    static long residentLength(long address, long length) {
        int pageLength = osPageLength();
        long vectorLength = (Math.min(length, WINDOW_LENGTH) + pageLength - 1) / pageLength;
        long vector = reserve(vectorLength);
        try {
            long resident = 0;
            for (long done = 0; done < length; done += WINDOW_LENGTH) {
                long windowLength = Math.min(WINDOW_LENGTH, length - done);
                if (Native.LIBC.mincore(address + done, windowLength, vector) != 0) {
                    throw new IllegalStateException("mincore address=0x" + Long.toHexString(address + done) + " length="
                        + windowLength + " failed: " + posix().lastErrorStr());
                }
                resident += residentPages(vector, (windowLength + pageLength - 1) / pageLength);
            }
            return resident * pageLength;
        } finally {
            unmap(vector, vectorLength);
        }
    }

    private static long residentPages(long vector, long pages) {
        long resident = 0;
        long whole = pages & -Long.BYTES;
        for (long i = 0; i < whole; i += Long.BYTES) {
            resident += Long.bitCount(RawMemory.getLong(vector + i) & LOW_BITS);
        }
        // What stands behind is of an earlier window.
        for (long i = whole; i < pages; i++) {
            resident += RawMemory.getByte(vector + i) & 1;
        }
        return resident;
    }
}
