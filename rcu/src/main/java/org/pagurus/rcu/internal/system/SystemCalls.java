package org.pagurus.rcu.internal.system;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;

import jnr.ffi.LibraryLoader;

/**
 * The way to {@code syscall(2)}: every native call of this module goes through it.
 * <p>
 * JDK 22 and later call it through {@code java.lang.foreign}, which this class reaches by reflection as it is compiled for
 * Java 17; earlier ones through jnr-ffi, if it is on the class path. The first use of this class tries it once.
 */
final class SystemCalls {
    /** {@code long syscall(long number, long first, long second, long third)}; null if it cannot be called. */
    private static final MethodHandle SYSCALL;
    private static final String REFUSAL;

    static {
        MethodHandle syscall = null;
        String refusal = null;
        if (!System.getProperty("os.name").equals("Linux")) {
            refusal = "the system calls of Linux are needed: os.name=" + System.getProperty("os.name");
        } else {
            try {
                syscall = Runtime.version().feature() >= 22 ? Foreign.syscall() : Jnr.syscall();
            } catch (final InvocationTargetException e) {
                refusal = "no native calls: " + e.getCause();
            } catch (final ReflectiveOperationException | RuntimeException | LinkageError e) {
                refusal = "no native calls: " + e + (e instanceof NoClassDefFoundError ? "; is jnr-ffi on the class path?" : "");
            }
        }
        SYSCALL = syscall;
        REFUSAL = refusal;
    }

    private SystemCalls() {
    }

    /** Why there are no system calls in this process, or null if there are. */
    static String refusal() {
        return REFUSAL;
    }

    /** The number of a call on this processor architecture, or -1 if that architecture is not known. */
    static long number(final String architecture, final long amd64, final long aarch64) {
        return switch (architecture) {
            case "amd64", "x86_64" -> amd64;
            case "aarch64" -> aarch64;
            default -> -1;
        };
    }

    /** As above, for this machine. */
    static long number(final long amd64, final long aarch64) {
        return number(System.getProperty("os.arch"), amd64, aarch64);
    }

    /** Calls the kernel; -1 means that it refused. Only if {@link #refusal()} is null. */
    static long call(final long number, final long first, final long second, final long third) {
        try {
            return (long) SYSCALL.invokeExact(number, first, second, third);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("system call failed: number=" + number, e);
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
