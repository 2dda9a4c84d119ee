package org.pagurus.rcu;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;

import jnr.ffi.LibraryLoader;

/**
 * The system call {@code membarrier}, Linux 4.14 and later: every native call of this module.
 * <p>
 * {@code MEMBARRIER_CMD_PRIVATE_EXPEDITED} returns when every thread of the process has gone through a full memory barrier since
 * it was called: the kernel interrupts the cores on which they run, and a thread that does not run goes through one when it is
 * scheduled (membarrier(2), and Documentation/scheduler/membarrier.rst of the kernel).
 * <p>
 * JDK 22 and later call it through {@code java.lang.foreign}, which this class reaches by reflection as it is compiled for
 * Java 17; earlier ones through jnr-ffi, if it is on the class path. The first use of this class tries it once.
 */
final class Membarrier {
    private static final long QUERY = 0;
    private static final long PRIVATE_EXPEDITED = 1 << 3;
    private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

    /** The number of the system call on this processor architecture, or -1. */
    private static final long NUMBER = number(System.getProperty("os.arch"));
    /** {@code long syscall(long number, long command, long flags, long cpu)}; null if it cannot be called. */
    private static final MethodHandle SYSCALL;
    private static final String REFUSAL;

    static {
        MethodHandle syscall = null;
        String refusal = platformRefusal();
        if (refusal == null) {
            try {
                syscall = Runtime.version().feature() >= 22 ? Foreign.syscall() : Jnr.syscall();
                refusal = startUpRefusal(syscall);
            } catch (final InvocationTargetException e) {
                refusal = "no native calls: " + e.getCause();
            } catch (final ReflectiveOperationException | RuntimeException | LinkageError e) {
                refusal = "no native calls: " + e + (e instanceof NoClassDefFoundError ? "; is jnr-ffi on the class path?" : "");
            }
        }
        SYSCALL = syscall;
        REFUSAL = refusal;
    }

    private Membarrier() {
    }

    /** Why the asymmetric fence cannot be had in this process, or null if it can. */
    static String refusal() {
        return REFUSAL;
    }

    /**
     * A full memory barrier on every thread of this process, and on the calling one before and after. Only if nothing refused.
     *
     * @throws IllegalStateException if the kernel refuses what it did at the start
     */
    static void onAllThreads() {
        final long result = call(SYSCALL, PRIVATE_EXPEDITED);
        if (result != 0) {
            throw new IllegalStateException("membarrier failed: command=" + PRIVATE_EXPEDITED + ", result=" + result);
        }
    }

    static long number(final String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> 324;
            case "aarch64" -> 283;
            default -> -1;
        };
    }

    /** Only HotSpot with its own compilers: see {@link Reader#announce}. */
    static boolean isKnownCompiler(final String vmName, final String vmVersion) {
        return (vmName.contains("OpenJDK") || vmName.contains("HotSpot")) && !vmVersion.contains("jvmci");
    }

    private static String platformRefusal() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "membarrier is a call of Linux: os.name=" + System.getProperty("os.name");
        }
        if (NUMBER < 0) {
            return "unknown number of the system call: os.arch=" + System.getProperty("os.arch");
        }
        final String vmName = System.getProperty("java.vm.name");
        final String vmVersion = System.getProperty("java.vm.version");
        return isKnownCompiler(vmName, vmVersion) ? null
            : "compilers that were not examined: java.vm.name=" + vmName + ", java.vm.version=" + vmVersion;
    }

    private static String startUpRefusal(final MethodHandle syscall) {
        final long offered = call(syscall, QUERY);
        final long needed = PRIVATE_EXPEDITED | REGISTER_PRIVATE_EXPEDITED;
        if (offered < 0 || (offered & needed) != needed) {
            return "the kernel does not offer membarrier's private expedited command: query=" + offered;
        }
        final long registered = call(syscall, REGISTER_PRIVATE_EXPEDITED);
        if (registered != 0) {
            return "membarrier refuses to register: result=" + registered;
        }
        final long called = call(syscall, PRIVATE_EXPEDITED);
        return called == 0 ? null : "membarrier refuses: result=" + called;
    }

    private static long call(final MethodHandle syscall, final long command) {
        try {
            return (long) syscall.invokeExact(NUMBER, command, 0L, 0L);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("membarrier failed: command=" + command, e);
        }
    }

    /** The C library as jnr-ffi sees it. Public because jnr-ffi implements it in generated code. */
    public interface LibC {
        /** syscall(2), for a call of three arguments. */
        long syscall(long number, long first, long second, long third);
    }

    /** Loaded on JDK 17 to 21 only; fails to link without jnr-ffi. */
    private static final class Jnr {
        static MethodHandle syscall() throws ReflectiveOperationException {
            final LibC libC = LibraryLoader.create(LibC.class).load("c");
            final MethodType type = MethodType.methodType(long.class, long.class, long.class, long.class, long.class);
            return MethodHandles.lookup().findVirtual(LibC.class, "syscall", type).bindTo(libC);
        }
    }

    /** {@code Linker.nativeLinker().downcallHandle(symbol, descriptor, firstVariadicArg(1))} by reflection. */
    private static final class Foreign {
        static MethodHandle syscall() throws ReflectiveOperationException {
            final Class<?> linkerType = type("Linker");
            final Class<?> layoutType = type("MemoryLayout");
            final Class<?> descriptorType = type("FunctionDescriptor");
            final Class<?> optionType = type("Linker$Option");

            final Object linker = linkerType.getMethod("nativeLinker").invoke(null);
            final Object libraries = linkerType.getMethod("defaultLookup").invoke(linker);
            final Optional<?> symbol =
                (Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(libraries, "syscall");

            final Object longLayout = type("ValueLayout").getField("JAVA_LONG").get(null);
            final Object[] arguments = (Object[]) Array.newInstance(layoutType, 4);
            Arrays.fill(arguments, longLayout);
            final Object descriptor =
                descriptorType.getMethod("of", layoutType, arguments.getClass()).invoke(null, longLayout, arguments);
            final Object[] options = (Object[]) Array.newInstance(optionType, 1);
            options[0] = optionType.getMethod("firstVariadicArg", int.class).invoke(null, 1);

            return (MethodHandle) linkerType
                .getMethod("downcallHandle", type("MemorySegment"), descriptorType, options.getClass())
                .invoke(linker, symbol.orElseThrow(), descriptor, options);
        }

        private static Class<?> type(final String name) throws ClassNotFoundException {
            return Class.forName("java.lang.foreign." + name);
        }
    }
}
