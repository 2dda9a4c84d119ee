package org.pagurus.bench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Constants among the arguments, in any case. */
final class Names {
    private static final String ALL = "all";

    private Names() {
    }

    /**
     * The constants of some names, or of {@code all}; each once.
     *
     * @throws UnusableException with the option, the name and those that there are
     */
    static <E extends Enum<E>> List<E> choose(String option, List<String> names, Class<E> type) {
        return choose(option, names, Arrays.asList(type.getEnumConstants()));
    }

    /** Likewise, of some constants. */
    static <E extends Enum<E>> List<E> choose(String option, List<String> names, List<E> all) {
        List<E> chosen = new ArrayList<>();
        for (String name : names) {
            List<E> named = name.equalsIgnoreCase(ALL) ? all
                : all.stream().filter(constant -> constant.name().equalsIgnoreCase(name.replace('-', '_'))).toList();
            if (named.isEmpty()) {
                throw new UnusableException(option + ": there is no " + name + "; allowed are " + ALL + ", "
                    + String.join(", ", all.stream().map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList()));
            }
            named.stream().filter(constant -> !chosen.contains(constant)).forEach(chosen::add);
        }
        return chosen;
    }
}
