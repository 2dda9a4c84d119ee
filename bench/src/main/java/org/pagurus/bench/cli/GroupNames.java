package org.pagurus.bench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import org.pagurus.bench.micro.MicroGroup;

/** What {@code --group} allows. */
final class GroupNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    GroupNames() {
        super(Arrays.stream(MicroGroup.values()).map(group -> group.name().toLowerCase(Locale.ROOT)).toList());
    }
}
