package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The accessors do what the same accesses do to a {@code byte[]}, wherever the object is. */
class AccessTest {
    private static final int[] SLOT_SIZES = {1, 2, 3, 7, 8, 9, 15, 16, 17, 100, 129, 1_000, 5_000, 32 << 10};
    private static final int[] LARGE_SIZES = {(32 << 10) + 1, 100_000, 1 << 20, 4 << 20};
    private static final int STEPS = 4_000;
    private static final long SEED = Long.getLong("pagurus.seed", 1);

    @Test
    void listOfAccessorsIsComplete() {
        Set<String> methods = new TreeSet<>();
        for (Method method : Session.class.getMethods()) {
            Class<?>[] types = method.getParameterTypes();
            boolean ofSession = method.getDeclaringClass() != Object.class;
            boolean allocates = method.getName().equals("allocate");
            if (ofSession && !allocates && types.length >= 2 && types[0] == long.class && types[1] == int.class) {
                methods.add(method.getName());
            }
        }
        Set<String> listed = new TreeSet<>();
        Accessor.all().forEach(accessor -> listed.add(accessor.name().replaceAll("\\(.*", "")));
        assertEquals(methods, listed);
    }

    private static int[] sizes(Place place) {
        // Large objects have a page of their own and are never folded.
        return place.isFolded() ? SLOT_SIZES : concat(SLOT_SIZES, LARGE_SIZES);
    }

    private static int[] concat(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void objectsBehaveAsArraysOfBytes(Place place) {
        Random random = new Random(SEED + place.ordinal());
        try (Heap heap = Heap.builder().capacity(128 << 20).build()) {
            int[] sizes = sizes(place);
            long[] pointers = place.objects(heap, 3, sizes);
            try (Session session = heap.openSession()) {
                List<Modelled> objects = new ArrayList<>();
                for (int i = 0; i < pointers.length; i++) {
                    objects.add(new Modelled(session, pointers[i], sizes[i / 3], random));
                }
                for (int step = 0; step < STEPS; step++) {
                    String label = "seed=" + SEED + " place=" + place + " step=" + step;
                    session.enter();
                    objects.get(random.nextInt(objects.size())).step(label);
                    session.exit();
                }
                session.enter();
                objects.forEach(object -> object.checkAll("seed=" + SEED + " place=" + place));
                session.exit();
            }
            assertEquals(List.of(), heap.verify());
        }
    }

    /** An object and what should be in it. */
    private record Modelled(Session session, long pointer, ByteBuffer model, Random random) {
        Modelled(Session session, long pointer, int size, Random random) {
            this(session, pointer, ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()), random);
            random.nextBytes(model.array());
            session.enter();
            session.putBytes(pointer, 0, model.array(), 0, size);
            session.exit();
        }

        /** Somewhere in the object, or at one of its edges. */
        private int index(int width) {
            int last = model.capacity() - width;
            int choice = random.nextInt(4);
            return choice == 0 ? 0 : choice == 1 ? last : random.nextInt(last + 1);
        }

        void step(String label) {
            int width = 1 << random.nextInt(4);
            if (width > model.capacity()) {
                return;
            }
            int i = index(width);
            long value = random.nextLong();
            switch (width) {
                case 1 -> {
                    session.putByte(pointer, i, (byte) value);
                    model.put(i, (byte) value);
                }
                case 2 -> {
                    session.putShort(pointer, i, (short) value);
                    model.putShort(i, (short) value);
                }
                case 4 -> stepInt(i, (int) value);
                default -> stepLong(i, value);
            }
            checkAround(i, width, label + " size=" + model.capacity() + " index=" + i);
        }

        private void stepInt(int i, int value) {
            int choice = i % 4 == 0 ? random.nextInt(6) : random.nextInt(2);
            int old = model.getInt(i);
            switch (choice) {
                case 0 -> session.putInt(pointer, i, value);
                case 1 -> session.putFloat(pointer, i, Float.intBitsToFloat(value));
                case 2 -> session.putIntRelease(pointer, i, value);
                case 3 -> session.putIntVolatile(pointer, i, value);
                case 4 -> {
                    assertFalse(session.compareAndSetInt(pointer, i, ~old, value));
                    assertTrue(session.compareAndSetInt(pointer, i, old, value));
                }
                default -> assertEquals(old, session.getAndAddInt(pointer, i, value - old));
            }
            model.putInt(i, value);
        }

        private void stepLong(int i, long value) {
            int choice = i % 8 == 0 ? random.nextInt(6) : random.nextInt(2);
            long old = model.getLong(i);
            switch (choice) {
                case 0 -> session.putLong(pointer, i, value);
                case 1 -> session.putDouble(pointer, i, Double.longBitsToDouble(value));
                case 2 -> session.putLongRelease(pointer, i, value);
                case 3 -> session.putLongVolatile(pointer, i, value);
                case 4 -> {
                    assertFalse(session.compareAndSetLong(pointer, i, ~old, value));
                    assertTrue(session.compareAndSetLong(pointer, i, old, value));
                }
                default -> assertEquals(old, session.getAndAddLong(pointer, i, value - old));
            }
            model.putLong(i, value);
        }

        /** Reads what was written, and its neighbours, by every accessor that fits. */
        private void checkAround(int index, int width, String label) {
            int end = Math.min(model.capacity(), index + width + 8);
            for (int i = Math.max(0, index - 8); i < end; i++) {
                int room = model.capacity() - i;
                assertEquals(model.get(i), session.getByte(pointer, i), label);
                if (room >= 2) {
                    assertEquals(model.getShort(i), session.getShort(pointer, i), label);
                }
                if (room >= 4) {
                    checkInt(i, label);
                }
                if (room >= 8) {
                    checkLong(i, label);
                }
            }
        }

        private void checkInt(int i, String label) {
            int bits = model.getInt(i);
            assertEquals(bits, session.getInt(pointer, i), label);
            assertEquals(bits, Float.floatToRawIntBits(session.getFloat(pointer, i)), label);
            if (i % 4 == 0) {
                assertEquals(bits, session.getIntAcquire(pointer, i), label);
                assertEquals(bits, session.getIntVolatile(pointer, i), label);
            }
        }

        private void checkLong(int i, String label) {
            long bits = model.getLong(i);
            assertEquals(bits, session.getLong(pointer, i), label);
            assertEquals(bits, Double.doubleToRawLongBits(session.getDouble(pointer, i)), label);
            if (i % 8 == 0) {
                assertEquals(bits, session.getLongAcquire(pointer, i), label);
                assertEquals(bits, session.getLongVolatile(pointer, i), label);
            }
        }

        void checkAll(String label) {
            byte[] bytes = new byte[model.capacity()];
            session.getBytes(pointer, 0, bytes, 0, bytes.length);
            assertArrayEquals(model.array(), bytes, label);
        }
    }

    /** Quiet and signalling, of both signs, with payloads: the bits are kept, not only that it is no number. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void payloadsOfNaNsAreKept(Place place) {
        try (Heap heap = Heap.builder().capacity(16 << 20).build()) {
            long pointer = place.objects(heap, 1, 16)[0];
            try (Session session = heap.openSession()) {
                session.enter();
                for (int bits : new int[] {0x7FC0_0000, 0x7FC1_2345, 0x7F80_0001, 0xFF80_0001, 0xFFFF_FFFF}) {
                    session.putFloat(pointer, 0, Float.intBitsToFloat(bits));
                    assertEquals(bits, session.getInt(pointer, 0));
                    assertEquals(bits, Float.floatToRawIntBits(session.getFloat(pointer, 0)));
                    long wide = (long) bits << 32 | 0x4321;
                    session.putDouble(pointer, 8, Double.longBitsToDouble(wide));
                    assertEquals(wide, session.getLong(pointer, 8));
                    assertEquals(wide, Double.doubleToRawLongBits(session.getDouble(pointer, 8)));
                }
                session.exit();
            }
        }
    }
}
