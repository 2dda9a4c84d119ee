package org.pagurus.bench.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * libCacheSim's {@code oracleGeneral}: records without a head. All requests are reads.
 *
 * <pre>
 *   0            4                       12           16                          24
 *   | time, u32  | id, u64               | size, u32  | next access, i64          |    little endian, packed
 * </pre>
 */
final class BinaryTrace {
    static final int RECORD_LENGTH = 24;
    static final int TIME_OFFSET = 0;
    static final int ID_OFFSET = 4;
    static final int SIZE_OFFSET = 12;
    static final int NEXT_OFFSET = 16;

    private BinaryTrace() {
    }

    /** Adds all requests of a file. */
    static void read(TraceFile file, TraceBuilder requests) {
        Place place = new Place(file.name(), "record");
        byte[] bytes = new byte[RECORD_LENGTH];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long lastTime = 0;
        int read = file.read(bytes);
        while (read > 0 && !requests.isFull()) {
            place.next();
            if (read < RECORD_LENGTH) {
                throw place.wrong("ends after " + read + " of " + RECORD_LENGTH + " bytes: the file is truncated, or is no "
                    + "oracleGeneral file");
            }
            long time = Integer.toUnsignedLong(buffer.getInt(TIME_OFFSET));
            // What is no such file shows here first.
            if (time < lastTime) {
                throw place.wrong("the time goes back from " + lastTime + " to " + time + "; is this an oracleGeneral file?");
            }
            lastTime = time;
            requests.add(Operation.READ, buffer.getLong(ID_OFFSET), Integer.toUnsignedLong(buffer.getInt(SIZE_OFFSET)), place);
            read = file.read(bytes);
        }
    }
}
