package org.pagurus.bench.cli;

import picocli.CommandLine.IVersionProvider;

/**
 * What {@code pagurus --version} prints.
 */
public final class Version implements IVersionProvider {
    /** Creates the provider; picocli does. */
    public Version() {
        // No state.
    }

    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "pagurus " + (version == null ? "(not from a jar)" : version),
            "Java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name")};
    }
}
