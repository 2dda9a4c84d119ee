package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.internal.protocol.Protocol;

/** No step of the protocol escapes the delays of the torture, nor a bug that is seeded into the watched one. */
class WatchedProtocolTest {
    @Test
    void everyStepThatCanBeOverriddenIsWatched() {
        assertEquals(steps(Protocol.class).toList(), steps(WatchedProtocol.class)
            .filter(step -> !List.of("before", "after").contains(step.substring(0, step.indexOf('(')))).toList());
        // The one look has two names.
        assertEquals(steps(Protocol.class).count() + 1, WatchedProtocol.Step.values().length);
    }

    private static Stream<String> steps(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
            .filter(method -> (method.getModifiers() & (Modifier.FINAL | Modifier.PRIVATE | Modifier.STATIC)) == 0
                && !method.isSynthetic())
            .map(WatchedProtocolTest::signature).sorted();
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes()).replace('[', '(').replace(']', ')');
    }
}
