package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** Which fence a JVM gets. Other JVMs than this one are started for it. */
class FenceStartTest {
    private static final int FEATURE = Runtime.version().feature();

    @Test
    void asymmetricIsTheDefault() throws Exception {
        Fences.assumeAsymmetric();
        probe(classPath(true), List.of(), "ASYMMETRIC", "auto");
    }

    @Test
    void propertyChooses() throws Exception {
        Fences.assumeAsymmetric();
        probe(classPath(true), List.of("-Dpagurus.rcu.fence=full"), "FULL", "pagurus.rcu.fence=full");
        probe(classPath(true), List.of("-Dpagurus.rcu.fence=asymmetric"), "ASYMMETRIC", "pagurus.rcu.fence=asymmetric");
        probe(classPath(true), List.of("-Dpagurus.rcu.fence=fast"), "IllegalArgumentException", "fast");
    }

    @Test
    void withoutJnrOlderJdksFallBackAndNewerOnesDoNotMissIt() throws Exception {
        Fences.assumeAsymmetric();
        if (FEATURE >= 22) {
            probe(classPath(false), List.of(), "ASYMMETRIC", "membarrier works");
        } else {
            probe(classPath(false), List.of(), "FULL", "is jnr-ffi on the class path?");
            probe(classPath(false), List.of("-Dpagurus.rcu.fence=asymmetric"), "UnsupportedOperationException", "jnr-ffi");
        }
    }

    @Test
    void deniedNativeAccessIsARefusal() throws Exception {
        Fences.assumeAsymmetric();
        assumeTrue(FEATURE >= 24, "no JDK before 24 can deny it");
        final String deny = "--illegal-native-access=deny";
        probe(classPath(true), List.of(deny), "FULL", "IllegalCallerException");
        probe(classPath(true), List.of(deny, "-Dpagurus.rcu.fence=asymmetric"), "UnsupportedOperationException",
            "IllegalCallerException");
    }

    @Test
    void unknownArchitectureIsARefusal() throws Exception {
        probe(classPath(true), List.of("-Dos.arch=pdp11"), "FULL", "pdp11");
        probe(classPath(true), List.of("-Dos.name=Multics"), "FULL", "Multics");
    }

    private static String classPath(final boolean libraries) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> libraries || !entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));
    }

    private static void probe(final String classPath, final List<String> flags, final String fence, final String reason)
            throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Xmx64m", "-cp", classPath, FenceProbe.class.getName(), fence, reason));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), command + ": " + output);
    }
}
