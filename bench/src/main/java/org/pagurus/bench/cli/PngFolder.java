package org.pagurus.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pagurus.bench.report.PngChart;

/** A folder for drawings. That it or they cannot be made should be known at the beginning. */
final class PngFolder {
    private PngFolder() {
    }

    /**
     * Makes the folder, and tries to draw.
     *
     * @throws UnusableException if either cannot be
     */
    static void requireUsable(String option, Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new UnusableException(option + ": cannot write into " + folder + ": permission denied");
            }
        } catch (IOException e) {
            throw new UnusableException(option + ": cannot make the folder " + folder + ": " + (Files.exists(folder)
                ? "a file has its name" : OutputFile.reason(e)));
        }
        String problem = PngChart.problem();
        if (!problem.isEmpty()) {
            throw new UnusableException(option + ": this Java cannot draw: " + problem + ". Install fonts and the JDK's desktop "
                + "libraries, for example with: apt-get install fontconfig fonts-dejavu-core libfreetype6");
        }
    }

    /** Says which files there are now. */
    static void print(List<Path> files, PrintWriter out) {
        files.forEach(file -> out.println("Drawing: " + file));
    }
}
