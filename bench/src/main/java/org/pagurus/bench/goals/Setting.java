package org.pagurus.bench.goals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where and by what a figure was measured.
 *
 * @param jdk        its runtime version
 * @param os         name, version and architecture
 * @param cpu        the kernel's name of the processor; empty if it has none
 * @param processors that the JVM may use
 * @param command    the command line
 */
public record Setting(String jdk, String os, String cpu, int processors, String command) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    /**
     * This JVM on this machine.
     *
     * @param arguments of the program
     * @return the setting
     */
    public static Setting here(List<String> arguments) {
        return new Setting(System.getProperty("java.runtime.version"), System.getProperty("os.name") + " "
            + System.getProperty("os.version") + " " + System.getProperty("os.arch"), cpu(CPU_INFO),
            Runtime.getRuntime().availableProcessors(), "./pagurus " + String.join(" ", arguments));
    }

    /** The first processor's model; empty where the kernel does not tell. */
    static String cpu(Path cpuInfo) {
        try (Stream<String> lines = Files.lines(cpuInfo)) {
            return lines.filter(line -> line.startsWith(MODEL)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
