package org.pagurus.bench.mix;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The program of a JVM that measures one cell: {@code MixChild CELL LOG}, the first as JSON, the second the file of its
 * {@link PauseLog}. It prints its row as a line of JSON; what goes to the error stream is for people.
 */
final class MixChild {
    private MixChild() {
    }

    /**
     * Measures.
     *
     * @param arguments cell and file
     */
    public static void main(String[] arguments) throws IOException {
        ObjectMapper json = new ObjectMapper();
        MixCell cell = json.readValue(arguments[0], MixCell.class);
        try {
            MixRun run = new MixRun(cell);
            long empty = Resident.bytes();
            MixRow row;
            try (Store store = MixRun.open(cell)) {
                row = run.run(store, new PauseLog(Path.of(arguments[1])), empty);
                run.requireIntact(store);
            }
            System.out.println(json.writeValueAsString(row));
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            System.err.flush();
            // Threads of a library may still run.
            Runtime.getRuntime().halt(1);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
