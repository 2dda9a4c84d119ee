package org.pagurus.rcu.internal.system;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The nice value of single threads, which Linux schedules one by one: {@code gettid}, {@code getpriority}, {@code setpriority}.
 * A lower value gets more of a processor. Going below what one has needs CAP_SYS_NICE or a fitting RLIMIT_NICE.
 */
public final class ThreadPriority {
    /** The thread has no identifier of its own in the kernel: it is virtual, or there are no system calls. */
    public static final long NO_TID = 0;
    /** What {@link #nice} returns when the kernel does not tell. */
    public static final int UNKNOWN = Integer.MAX_VALUE;
    /** The lowest nice value, and so the highest priority. */
    public static final int MIN_NICE = -20;

    private static final long PRIO_PROCESS = 0;
    private static final long GETTID = SystemCalls.number(186, 178);
    private static final long GETPRIORITY = SystemCalls.number(140, 141);
    private static final long SETPRIORITY = SystemCalls.number(141, 140);
    /** {@code Thread.isVirtual}, or null before JDK 21. */
    private static final MethodHandle IS_VIRTUAL = findIsVirtual();

    private ThreadPriority() {
    }

    /** The calling thread's identifier in the kernel, or {@link #NO_TID}. */
    public static long currentTid() {
        if (GETTID < 0 || SystemCalls.refusal() != null || isVirtual(Thread.currentThread())) {
            return NO_TID;
        }
        return Math.max(NO_TID, SystemCalls.call(GETTID, 0, 0, 0));
    }

    /** The nice value of a thread of this process, or {@link #UNKNOWN}. */
    public static int nice(final long tid) {
        // The system call itself returns 20 - nice, so that no value looks like an error.
        final long result = SystemCalls.call(GETPRIORITY, PRIO_PROCESS, tid, 0);
        return result < 0 ? UNKNOWN : (int) (20 - result);
    }

    /** Sets the nice value; returns whether the kernel permitted it. */
    public static boolean setNice(final long tid, final int nice) {
        return SystemCalls.call(SETPRIORITY, PRIO_PROCESS, tid, nice) == 0;
    }

    private static boolean isVirtual(final Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (final Throwable e) {
            throw new AssertionError("Thread.isVirtual throws nothing", e);
        }
    }

    private static MethodHandle findIsVirtual() {
        try {
            return Runtime.version().feature() < 21 ? null
                : MethodHandles.lookup().findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
