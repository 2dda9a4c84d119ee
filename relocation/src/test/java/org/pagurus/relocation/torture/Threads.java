package org.pagurus.relocation.torture;

import java.lang.reflect.Method;

/** Platform threads, and virtual ones where the JDK has them. */
final class Threads {
    private static final int MAX_FRAMES = 12;

    private Threads() {
    }

    static boolean areVirtualOnesThere() {
        return Runtime.version().feature() >= 21;
    }

    /** A daemon that is not started yet, as a bug may make it wait forever. */
    static Thread create(String name, Runnable body, boolean virtual) {
        if (virtual) {
            return createVirtual(name, body);
        }
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /** By reflection, as this is compiled for Java 17. */
    private static Thread createVirtual(String name, Runnable body) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method setName = type.getMethod("name", String.class);
            return (Thread) type.getMethod("unstarted", Runnable.class).invoke(setName.invoke(builder, name), body);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no virtual threads in " + Runtime.version(), e);
        }
    }

    /** The stacks of those that have not ended. */
    static String stacks(Iterable<Thread> threads) {
        StringBuilder text = new StringBuilder();
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                text.append(System.lineSeparator()).append("  ").append(thread.getName()).append(' ').append(thread.getState());
                StackTraceElement[] stack = thread.getStackTrace();
                for (int i = 0; i < Math.min(MAX_FRAMES, stack.length); i++) {
                    text.append(System.lineSeparator()).append("    at ").append(stack[i]);
                }
            }
        }
        return text.toString();
    }
}
