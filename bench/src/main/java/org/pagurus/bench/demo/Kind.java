package org.pagurus.bench.demo;

/**
 * What the cache holds at different times: groups of the JDK's modules. Each has another mix of sizes.
 */
public enum Kind {
    /** Files of the {@code java.*} modules, except java.desktop: many small classes. */
    JAVA("java.* modules"),
    /** Files of all other modules: locale data, large tables, tools. */
    JDK("jdk.* modules"),
    /** Files of java.desktop, deflated. */
    PACKED("java.desktop, deflated");

    private static final String PACKED_MODULE = "java.desktop";

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    /**
     * A name for people.
     *
     * @return what the kind consists of
     */
    public String title() {
        return title;
    }

    /** The kind of a module's files. */
    static Kind ofModule(String module) {
        if (module.equals(PACKED_MODULE)) {
            return PACKED;
        }
        return module.startsWith("java.") ? JAVA : JDK;
    }
}
