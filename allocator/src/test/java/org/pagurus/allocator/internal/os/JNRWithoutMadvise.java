package org.pagurus.allocator.internal.os;

import net.openhft.posix.PosixAPI;

/**
 * A posix that maps memory, but whose madvise only answers. Its name begins as the native one's does, so that the first
 * check lets it pass and the self-test has to find out. What Pagurus does not call is not there.
 */
final class JNRWithoutMadvise implements PosixAPI {
    private final PosixAPI real;
    private final int answer;

    JNRWithoutMadvise(PosixAPI real, int answer) {
        this.real = real;
        this.answer = answer;
    }

    @Override
    public int madvise(long address, long length, int advice) {
        return answer;
    }

    @Override
    public long mmap(long address, long length, int protection, int flags, int file, long offset) {
        return real.mmap(address, length, protection, flags, file, offset);
    }

    @Override
    public int munmap(long address, long length) {
        return real.munmap(address, length);
    }

    private static UnsupportedOperationException absent() {
        return new UnsupportedOperationException("Pagurus does not call this");
    }

    @Override
    public int close(int file) {
        throw absent();
    }

    @Override
    public int fallocate(int file, int mode, long offset, long length) {
        throw absent();
    }

    @Override
    public int ftruncate(int file, long length) {
        throw absent();
    }

    @Override
    public long lseek(int file, long offset, int whence) {
        throw absent();
    }

    @Override
    public int lockf(int file, int command, long length) {
        throw absent();
    }

    @Override
    public int msync(long address, long length, int flags) {
        throw absent();
    }

    @Override
    public int open(CharSequence path, int flags, int mode) {
        throw absent();
    }

    @Override
    public long read(int file, long target, long length) {
        throw absent();
    }

    @Override
    public long write(int file, long source, long length) {
        throw absent();
    }

    @Override
    public int gettimeofday(long target) {
        throw absent();
    }

    @Override
    public int sched_setaffinity(int process, int setLength, long set) {
        throw absent();
    }

    @Override
    public int sched_getaffinity(int process, int setLength, long set) {
        throw absent();
    }

    @Override
    public int lastError() {
        throw absent();
    }

    @Override
    public long clock_gettime(int clock) {
        throw absent();
    }

    @Override
    public long malloc(long length) {
        throw absent();
    }

    @Override
    public void free(long address) {
        throw absent();
    }

    @Override
    public int get_nprocs() {
        throw absent();
    }

    @Override
    public int get_nprocs_conf() {
        throw absent();
    }

    @Override
    public int getpid() {
        throw absent();
    }

    @Override
    public int gettid() {
        throw absent();
    }

    @Override
    public String strerror(int error) {
        throw absent();
    }
}
