package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.pagurus.allocator.PointerException;

/** Calls at the wrong time or in the wrong thread: each is refused, says what to do instead, and does no harm to the heap. */
class MisuseTest {
    private static final Set<String> FOR_ALL_THREADS = Set.of("toString", "thread", "cancels", "pinsTaken", "waits", "retries",
        "snapshots", "buffered");
    private static final long MARK = 77;

    private final Heap heap = Heap.builder().capacity(64 << 20).build();
    private final Session session = heap.openSession();
    private final long object = session.allocate(100);
    private final long liveBytes;

    MisuseTest() {
        session.enter();
        session.putLong(object, 0, MARK);
        session.exit();
        liveBytes = heap.stats().liveBytes();
    }

    @AfterEach
    void heapIsUnharmed() {
        if (!heap.space().isClosed()) {
            assertEquals(liveBytes, heap.stats().liveBytes());
            try (Session another = heap.openSession()) {
                another.enter();
                assertEquals(MARK, another.getLong(object, 0));
                another.exit();
                Place.assertUsable(heap, another);
            }
            session.close();
        }
        heap.close();
    }

    private static void assertRefused(String what, String reason, Executable call) {
        IllegalStateException e = assertThrows(IllegalStateException.class, call, what);
        assertTrue(e.getMessage().matches(".*(" + reason + ").*"), () -> what + ": " + e.getMessage());
    }

    private void assertEveryAccessRefused(String reason) {
        for (Accessor accessor : Accessor.all()) {
            assertRefused(accessor.name(), reason, () -> accessor.body().on(session, object, 0));
        }
        Accessor.views().forEach((name, view) -> assertRefused(name, reason, () -> view.on(session, object)));
    }

    // ---- sections ----

    @Test
    void accessOutsideASectionIsRefused() {
        assertEveryAccessRefused("inside a section; call enter\\(\\)");
        session.enter();
        session.enter();
        session.exit();
        assertEquals(MARK, session.getLong(object, 0));
        session.exit();
        assertEveryAccessRefused("inside a section; call enter\\(\\)");
    }

    @Test
    void exitWithoutEnterIsRefused() {
        assertRefused("exit", "exit without enter", session::exit);
        session.enter();
        session.exit();
        assertRefused("second exit", "exit without enter", session::exit);
        assertFalse(session.inSection());
    }

    @Test
    void sessionIsNotClosedInsideASection() {
        session.enter();
        assertRefused("close", "closed inside a section; exit first", session::close);
        assertTrue(session.inSection());
        assertEquals(MARK, session.getLong(object, 0));
        session.exit();
    }

    @Test
    void heapIsNotUnmappedUnderTheSectionOfItsCloser() {
        session.enter();
        assertRefused("close", "inside a section", heap::close);
        assertRefused("a look at the heap", "inside a section", heap::stats);
        assertRefused("a look at the heap", "inside a section", heap::verify);
        assertRefused("compactNow", "inside a section", () -> heap.compactor().compactNow(1));
        assertEquals(MARK, session.getLong(object, 0));
        session.exit();
        assertNotEquals(0, session.allocate(8), "a refused close has changed nothing");
        heap.close();
        heap.close();
    }

    // ---- threads ----

    @Test
    void everyMethodOfASessionIsRefusedInAnotherThread() throws Exception {
        session.enter();
        int methods = 0;
        try (OtherThread stranger = new OtherThread("stranger")) {
            for (Method method : Session.class.getMethods()) {
                if (method.getDeclaringClass() != Object.class && !FOR_ALL_THREADS.contains(method.getName())) {
                    methods++;
                    Object[] arguments = Arrays.stream(method.getParameterTypes()).map(this::argument).toArray();
                    InvocationTargetException e = assertThrows(InvocationTargetException.class,
                        () -> stranger.call(() -> method.invoke(session, arguments)), method::toString);
                    String message = assertInstanceOf(IllegalStateException.class, e.getCause(), method::toString).getMessage();
                    assertTrue(message.contains("session of thread " + Thread.currentThread().getName()), message);
                    assertTrue(message.contains("used by thread stranger"), message);
                    assertTrue(message.contains("use heap.session() or heap.openSession()"), message);
                }
            }
            assertTrue(stranger.call(session::toString).contains(Thread.currentThread().getName()));
            assertEquals(Thread.currentThread(), stranger.call(session::thread));
            assertEquals(0, stranger.call(session::cancels) + stranger.call(session::pinsTaken));
        }
        assertTrue(methods > 40, "methods=" + methods);
        assertEquals(MARK, session.getLong(object, 0));
        session.exit();
    }

    private Object argument(Class<?> type) {
        List<Object> known = List.of(object, 0, (short) 0, (byte) 0, 0f, 0d, new byte[8], PageKind.UNMOVABLE,
            OnMigration.CANCEL, (Runnable) () -> { }, (Consumer<Object>) anything -> { });
        for (Object value : known) {
            if (type.isInstance(value) || type == unboxed(value)) {
                return value;
            }
        }
        return type == ByteBuffer.class ? ByteBuffer.allocate(8) : new UnsafeBuffer(new byte[8]);
    }

    private static Class<?> unboxed(Object value) {
        return java.lang.invoke.MethodType.methodType(value.getClass()).unwrap().returnType();
    }

    // ---- after close ----

    @Test
    void closedSessionIsRefused() {
        session.close();
        session.close();
        assertRefused("enter", "session of thread " + Thread.currentThread().getName() + " is closed", session::enter);
        assertRefused("exit", "exit without enter", session::exit);
        assertRefused("allocate", "is closed", () -> session.allocate(100));
        assertRefused("allocate large", "is closed", () -> session.allocate(100_000));
        assertRefused("free", "is closed", () -> session.free(object));
        assertRefused("freeNow", "is closed", () -> session.freeNow(object));
        assertEveryAccessRefused("inside a section");
    }

    @Test
    void threadsOwnSessionIsReplacedAfterItWasClosed() {
        Session own = heap.session();
        assertEquals(own, heap.session());
        own.close();
        heap.session().enter();
        assertEquals(MARK, heap.session().getLong(object, 0));
        heap.session().exit();
        heap.session().close();
    }

    @Test
    void closedHeapIsRefused() {
        heap.close();
        assertRefused("enter", "heap is closed", session::enter);
        assertRefused("exit", "exit without enter", session::exit);
        assertRefused("allocate", "heap is closed", () -> session.allocate(100));
        assertRefused("allocate large", "heap is closed", () -> session.allocate(100_000));
        assertRefused("free", "heap is closed", () -> session.free(object));
        assertRefused("freeNow", "heap is closed", () -> session.freeNow(object));
        assertEveryAccessRefused("inside a section");
        assertRefused("openSession", "heap is closed", heap::openSession);
        assertRefused("session", "heap is closed", heap::session);
        assertRefused("stats", "heap is closed", heap::stats);
        assertRefused("regionMap", "heap is closed", heap::regionMap);
        assertRefused("verify", "heap is closed", heap::verify);
        assertRefused("startCompactor", "heap is closed", heap::startCompactor);
        assertRefused("compactNow", "heap is closed", () -> heap.compactor().compactNow(1_000_000));
        assertEquals(0, heap.compactor().doWork());
        heap.stopCompactor();
        session.close();
        heap.close();
    }

    // ---- double free ----

    @Test
    void secondFreeIsRefused() {
        long pointer = session.allocate(200);
        session.free(pointer);
        assertFreeRefused(session, pointer, "freed twice|freed earlier");
        try (Session another = heap.openSession()) {
            assertFreeRefused(another, pointer, "freed twice");
        }
        long unpublished = session.allocate(200);
        session.freeNow(unpublished);
        assertFreeRefused(session, unpublished, "freed earlier");
    }

    @Test
    void secondFreeIsRefusedAfterTheGracePeriod() {
        for (int size : new int[] {200, 100_000}) {
            long pointer;
            try (Session another = heap.openSession()) {
                pointer = another.allocate(size);
                another.free(pointer);
            }
            assertTrue(heap.compactor().compactNow(10_000_000_000L));
            assertFreeRefused(session, pointer, "freed earlier");
        }
    }

    private static void assertFreeRefused(Session session, long pointer, String reason) {
        for (Executable free : List.<Executable>of(() -> session.free(pointer), () -> session.freeNow(pointer))) {
            PointerException e = assertThrows(PointerException.class, free);
            assertTrue(e.getMessage().matches(".*(" + reason + ").*"), e.getMessage());
        }
    }
}
