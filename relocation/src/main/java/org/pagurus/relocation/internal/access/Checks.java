package org.pagurus.relocation.internal.access;

/**
 * How much every access checks: the system property {@code pagurus.checks}, read once, so that the JIT folds it away.
 *
 * <pre>
 *   none     nothing: misuse may crash the JVM
 *   bounds   (default) no access reaches memory outside the heap; sections, threads and closed heaps are checked
 *   full     also exact slot bounds and use after free
 * </pre>
 */
public final class Checks {
    /** The property's name. */
    public static final String PROPERTY = "pagurus.checks";
    /** Whether anything is checked. */
    public static final boolean BOUNDS;
    /** Whether slots are checked. */
    public static final boolean FULL;
    private static final String LEVEL = System.getProperty(PROPERTY, "bounds");

    static {
        BOUNDS = !LEVEL.equals("none");
        FULL = LEVEL.equals("full");
    }

    private Checks() {
    }

    /**
     * Refuses a level that does not exist. Called when a heap is built, where an exception reaches its reader.
     *
     * @throws IllegalArgumentException naming the allowed levels
     */
    public static void requireValid() {
        if (BOUNDS && !FULL && !LEVEL.equals("bounds")) {
            throw new IllegalArgumentException("-D" + PROPERTY + "=" + LEVEL + ": expected none, bounds or full");
        }
    }

    /** The level in force. */
    public static String level() {
        return LEVEL;
    }
}
