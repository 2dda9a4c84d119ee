package org.pagurus.bench.cli;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Records in which everything is there: no component is null or empty unless a test says so. */
final class SampleRecords {
    private static final long NUMBER = 100;

    private SampleRecords() {
    }

    /** A record; components of the given types have the given values. */
    static <T> T of(Class<T> type, Map<Class<?>, Optional<?>> given) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Object[] values = Stream.of(components).map(component -> value(component.getGenericType(), given)).toArray();
            Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type.toString(), e);
        }
    }

    private static Object value(Type type, Map<Class<?>, Optional<?>> given) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? List.of(value(arguments[0], given))
                : Map.of(value(arguments[0], given), value(arguments[1], given));
        }
        Class<?> plain = (Class<?>) type;
        if (given.containsKey(plain)) {
            return given.get(plain).orElse(null);
        }
        if (plain.isRecord()) {
            return of(plain, given);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[0];
        }
        return simple(plain);
    }

    private static Object simple(Class<?> plain) {
        if (plain == int.class || plain == Integer.class) {
            return (int) NUMBER;
        }
        if (plain == long.class || plain == Long.class) {
            return NUMBER;
        }
        if (plain == double.class || plain == Double.class) {
            return (double) NUMBER;
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return true;
        }
        if (plain == String.class) {
            return "text";
        }
        throw new AssertionError("no sample of " + plain);
    }
}
