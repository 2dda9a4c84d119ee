package org.pagurus.relocation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One accessor of a session, so that a test can say something about all of them. AccessTest sees to it that none is missing.
 *
 * @param name    the method and, where it has several forms, the form
 * @param width   how many bytes it touches; for bulk copies, how many this one copies
 * @param ordered whether it needs alignment
 * @param body    one call
 */
record Accessor(String name, int width, boolean ordered, Body body) {
    private static final int BULK = 8;

    /** One call; the result is there to be used, so that no compiler drops the call. */
    interface Body {
        long on(Session session, long pointer, int index);
    }

    /** A call that takes a pointer alone. */
    interface View {
        void on(Session session, long pointer);
    }

    /** Every accessor that takes a pointer and an index. */
    static List<Accessor> all() {
        List<Accessor> all = new ArrayList<>();
        addPlain(all);
        addOrdered(all);
        addBulk(all);
        return all;
    }

    /** Every method that shows a whole object: by name. */
    static Map<String, View> views() {
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        return Map.of("address", Session::address, "writableAddress", Session::writableAddress,
            "wrap", (s, p) -> s.wrap(p, view), "wrapForReading", (s, p) -> s.wrapForReading(p, view));
    }

    private static void plain(List<Accessor> all, String name, int width, Body body) {
        all.add(new Accessor(name, width, false, body));
    }

    private static void ordered(List<Accessor> all, String name, int width, Body body) {
        all.add(new Accessor(name, width, true, body));
    }

    private static void addPlain(List<Accessor> all) {
        plain(all, "getByte", 1, (s, p, i) -> s.getByte(p, i));
        plain(all, "getShort", 2, (s, p, i) -> s.getShort(p, i));
        plain(all, "getInt", 4, (s, p, i) -> s.getInt(p, i));
        plain(all, "getLong", 8, (s, p, i) -> s.getLong(p, i));
        plain(all, "getFloat", 4, (s, p, i) -> (long) s.getFloat(p, i));
        plain(all, "getDouble", 8, (s, p, i) -> (long) s.getDouble(p, i));
        plain(all, "putByte", 1, (s, p, i) -> {
            s.putByte(p, i, (byte) i);
            return 0;
        });
        plain(all, "putShort", 2, (s, p, i) -> {
            s.putShort(p, i, (short) i);
            return 0;
        });
        plain(all, "putInt", 4, (s, p, i) -> {
            s.putInt(p, i, i);
            return 0;
        });
        plain(all, "putLong", 8, (s, p, i) -> {
            s.putLong(p, i, i);
            return 0;
        });
        plain(all, "putFloat", 4, (s, p, i) -> {
            s.putFloat(p, i, i);
            return 0;
        });
        plain(all, "putDouble", 8, (s, p, i) -> {
            s.putDouble(p, i, i);
            return 0;
        });
    }

    private static void addOrdered(List<Accessor> all) {
        ordered(all, "getIntAcquire", 4, (s, p, i) -> s.getIntAcquire(p, i));
        ordered(all, "getIntVolatile", 4, (s, p, i) -> s.getIntVolatile(p, i));
        ordered(all, "putIntRelease", 4, (s, p, i) -> {
            s.putIntRelease(p, i, i);
            return 0;
        });
        ordered(all, "putIntVolatile", 4, (s, p, i) -> {
            s.putIntVolatile(p, i, i);
            return 0;
        });
        ordered(all, "compareAndSetInt", 4, (s, p, i) -> s.compareAndSetInt(p, i, 0, i) ? 1 : 0);
        ordered(all, "getAndAddInt", 4, (s, p, i) -> s.getAndAddInt(p, i, 1));
        ordered(all, "getLongAcquire", 8, (s, p, i) -> s.getLongAcquire(p, i));
        ordered(all, "getLongVolatile", 8, (s, p, i) -> s.getLongVolatile(p, i));
        ordered(all, "putLongRelease", 8, (s, p, i) -> {
            s.putLongRelease(p, i, i);
            return 0;
        });
        ordered(all, "putLongVolatile", 8, (s, p, i) -> {
            s.putLongVolatile(p, i, i);
            return 0;
        });
        ordered(all, "compareAndSetLong", 8, (s, p, i) -> s.compareAndSetLong(p, i, 0, i) ? 1 : 0);
        ordered(all, "getAndAddLong", 8, (s, p, i) -> s.getAndAddLong(p, i, 1));
    }

    private static void addBulk(List<Accessor> all) {
        byte[] array = new byte[BULK];
        ByteBuffer heapBuffer = ByteBuffer.allocate(BULK);
        ByteBuffer direct = ByteBuffer.allocateDirect(BULK);
        UnsafeBuffer agrona = new UnsafeBuffer(new byte[BULK]);
        UnsafeBuffer agronaDirect = new UnsafeBuffer(ByteBuffer.allocateDirect(BULK));
        plain(all, "getBytes(byte[])", BULK, (s, p, i) -> {
            s.getBytes(p, i, array, 0, BULK);
            return array[0];
        });
        plain(all, "putBytes(byte[])", BULK, (s, p, i) -> {
            s.putBytes(p, i, array, 0, BULK);
            return 0;
        });
        for (ByteBuffer buffer : List.of(heapBuffer, direct)) {
            String kind = buffer.isDirect() ? "(direct ByteBuffer)" : "(heap ByteBuffer)";
            plain(all, "getBytes" + kind, BULK, (s, p, i) -> {
                s.getBytes(p, i, buffer.clear(), BULK);
                return buffer.get(0);
            });
            plain(all, "putBytes" + kind, BULK, (s, p, i) -> {
                s.putBytes(p, i, buffer.clear(), BULK);
                return 0;
            });
        }
        for (UnsafeBuffer buffer : List.of(agrona, agronaDirect)) {
            String kind = buffer.byteArray() == null ? "(direct UnsafeBuffer)" : "(array UnsafeBuffer)";
            plain(all, "getBytes" + kind, BULK, (s, p, i) -> {
                s.getBytes(p, i, buffer, 0, BULK);
                return buffer.getByte(0);
            });
            plain(all, "putBytes" + kind, BULK, (s, p, i) -> {
                s.putBytes(p, i, buffer, 0, BULK);
                return 0;
            });
        }
    }
}
