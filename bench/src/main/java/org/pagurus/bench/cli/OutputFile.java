package org.pagurus.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that a command writes at its end. That it cannot be written should be known at the beginning.
 */
final class OutputFile {
    private OutputFile() {
    }

    /**
     * Tries to open a file for writing, and leaves everything as it was.
     *
     * @throws UnusableException if it cannot be written
     */
    static void requireWritable(String option, Path file) {
        if (file == null) {
            return;
        }
        boolean existed = Files.exists(file);
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
            if (!existed) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UnusableException(option + ": cannot write " + file + ": " + reason(e));
        }
    }

    /**
     * Refuses one file for two things.
     *
     * @throws UnusableException if both are the same
     */
    static void requireDifferent(String option, Path file, String otherOption, Path other) {
        if (file != null && other != null && file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())) {
            throw new UnusableException(option + " and " + otherOption + ": both name " + file);
        }
    }

    static String reason(IOException e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "its folder does not exist";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return e.getMessage();
    }
}
