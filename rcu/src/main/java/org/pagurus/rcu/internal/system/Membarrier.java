package org.pagurus.rcu.internal.system;

/**
 * The system call {@code membarrier}, Linux 4.14 and later.
 * <p>
 * {@code MEMBARRIER_CMD_PRIVATE_EXPEDITED} returns when every thread of the process has gone through a full memory barrier since
 * it was called: the kernel interrupts the cores on which they run, and a thread that does not run goes through one when it is
 * scheduled (membarrier(2), and Documentation/scheduler/membarrier.rst of the kernel). The first use of this class tries it once.
 */
public final class Membarrier {
    private static final long QUERY = 0;
    private static final long PRIVATE_EXPEDITED = 1 << 3;
    private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

    private static final long NUMBER = SystemCalls.number(324, 283);
    private static final String REFUSAL = findRefusal();

    private Membarrier() {
    }

    /** Why the asymmetric fence cannot be had in this process, or null if it can. */
    public static String refusal() {
        return REFUSAL;
    }

    /**
     * A full memory barrier on every thread of this process, and on the calling one before and after. Only if nothing refused.
     *
     * @throws IllegalStateException if the kernel refuses what it did at the start
     */
    public static void onAllThreads() {
        final long result = call(PRIVATE_EXPEDITED);
        if (result != 0) {
            throw new IllegalStateException("membarrier failed: command=" + PRIVATE_EXPEDITED + ", result=" + result);
        }
    }

    /** Only HotSpot with its own compilers: see {@code ReaderSlot.announce}. */
    static boolean isKnownCompiler(final String vmName, final String vmVersion) {
        return (vmName.contains("OpenJDK") || vmName.contains("HotSpot")) && !vmVersion.contains("jvmci");
    }

    private static String findRefusal() {
        if (NUMBER < 0) {
            return "unknown number of the system call membarrier: os.arch=" + System.getProperty("os.arch");
        }
        final String vmName = System.getProperty("java.vm.name");
        final String vmVersion = System.getProperty("java.vm.version");
        if (!isKnownCompiler(vmName, vmVersion)) {
            return "compilers that were not examined: java.vm.name=" + vmName + ", java.vm.version=" + vmVersion;
        }
        return SystemCalls.refusal() == null ? kernelRefusal() : SystemCalls.refusal();
    }

    private static String kernelRefusal() {
        final long offered = call(QUERY);
        final long needed = PRIVATE_EXPEDITED | REGISTER_PRIVATE_EXPEDITED;
        if (offered < 0 || (offered & needed) != needed) {
            return "the kernel does not offer membarrier's private expedited command: query=" + offered;
        }
        final long registered = call(REGISTER_PRIVATE_EXPEDITED);
        if (registered != 0) {
            return "membarrier refuses to register: result=" + registered;
        }
        final long called = call(PRIVATE_EXPEDITED);
        return called == 0 ? null : "membarrier refuses: result=" + called;
    }

    private static long call(final long command) {
        return SystemCalls.call(NUMBER, command, 0, 0);
    }
}
